import { canShareScreen } from '@videocall/client-sdk';
import { Hand, MessageSquare, MonitorUp, MonitorX, PhoneOff, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/app-context.js';
import { Button, IconButton } from '../../ui/button.js';
import { PHONE, useMedia } from '../../ui/use-media.js';
import { useCallState } from '../call-context.js';
import { useCallUi } from '../call-ui.js';
import { useCallActions } from '../use-call-actions.js';
import { CameraControl } from './camera-control.js';
import { MicrophoneControl } from './microphone-control.js';
import { MoreMenu } from './more-menu.js';
import { useIdle } from './use-idle.js';
import './control-bar.css';

/** The controls of the call. They go away while nobody moves, and are there again at once. */
export function ControlBar({ unread }: { readonly unread: number }) {
  const { t } = useTranslation();
  const state = useCallState();
  const { panel, showPanel } = useCallUi();
  const [{ keepControls }] = useSettings();
  const { leave, toggleHand, toggleShare } = useCallActions();
  const phone = useMedia(PHONE);
  const idle = useIdle(!keepControls && panel === undefined);
  const raised = state.self.handRaisedAt !== null;
  const sharing = state.local.SCREEN !== undefined;

  return (
    <footer className={idle ? 'control-bar control-bar-idle' : 'control-bar'}>
      <div className="control-group" role="group" aria-label={t('call.controls')}>
        <MicrophoneControl />
        <CameraControl />
        {phone || !canShareScreen() ? null : (
          <IconButton
            className={sharing ? 'control control-on' : 'control'}
            label={t(sharing ? 'call.stopShare' : 'call.share')}
            icon={sharing ? <MonitorX size={22} /> : <MonitorUp size={22} />}
            aria-pressed={sharing}
            isDisabled={!sharing && !state.self.allowedSources.includes('SCREEN')}
            onPress={toggleShare}
          />
        )}
        {phone ? null : (
          <IconButton
            className={raised ? 'control control-on' : 'control'}
            label={t(raised ? 'call.lowerHand' : 'call.raiseHand')}
            icon={<Hand size={22} />}
            aria-pressed={raised}
            onPress={toggleHand}
          />
        )}
        <span className="control-with-badge">
          <IconButton
            className={panel === 'chat' ? 'control control-on' : 'control'}
            label={unread > 0 ? t('chat.unread', { count: unread }) : t('call.chat')}
            icon={<MessageSquare size={22} />}
            aria-expanded={panel === 'chat'}
            onPress={() => showPanel(panel === 'chat' ? undefined : 'chat')}
          />
          {unread > 0 ? (
            <span className="control-badge figures" aria-hidden="true">
              {unread > 9 ? '9+' : unread}
            </span>
          ) : null}
        </span>
        {phone ? null : (
          <IconButton
            className={panel === 'people' ? 'control control-on' : 'control'}
            label={t('call.people')}
            icon={<Users size={22} />}
            aria-expanded={panel === 'people'}
            onPress={() => showPanel(panel === 'people' ? undefined : 'people')}
          />
        )}
        <MoreMenu phone={phone} />
      </div>
      {phone ? (
        <IconButton
          className="control control-leave"
          label={t('call.leaveCall')}
          icon={<PhoneOff size={24} />}
          onPress={leave}
        />
      ) : (
        <Button
          look="leave"
          icon={<PhoneOff size={20} aria-hidden="true" />}
          aria-label={t('call.leaveCall')}
          onPress={leave}
        >
          {t('call.leave')}
        </Button>
      )}
    </footer>
  );
}
