import { canShareScreen } from '@videocall/client-sdk';
import {
  CircleDot,
  CircleStop,
  EllipsisVertical,
  Eye,
  EyeOff,
  Gauge,
  Hand,
  Keyboard,
  LayoutGrid,
  Link,
  Lock,
  LockOpen,
  MonitorUp,
  MonitorX,
  PhoneOff,
  RectangleHorizontal,
  Settings,
  Users,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/app-context.js';
import { IconButton } from '../../ui/button.js';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.js';
import { useCall, useCallState } from '../call-context.js';
import { useCallUi } from '../call-ui.js';
import { useCallActions } from '../use-call-actions.js';

/** What is not needed every minute; on a phone also what has no room in the bar. */
export function MoreMenu({ phone }: { readonly phone: boolean }) {
  const { t } = useTranslation();
  const call = useCall();
  const { call: facts, self } = useCallState();
  const { layout, toggleLayout, showDialog } = useCallUi();
  const [{ selfViewHidden }, change] = useSettings();
  const { attempt, copyInvite } = useCallActions();
  const host = self.role === 'HOST';
  const label = t('call.moreActions');
  return (
    <Menu
      label={label}
      placement="top"
      trigger={<IconButton className="control" label={label} icon={<EllipsisVertical size={22} />} />}
    >
      {phone ? <PhoneItems /> : null}
      <MenuItem label={t('call.copyInvite')} icon={<Link size={20} />} onAction={copyInvite} />
      <MenuItem
        label={t(layout === 'grid' ? 'call.layoutSpeaker' : 'call.layoutGrid')}
        icon={layout === 'grid' ? <RectangleHorizontal size={20} /> : <LayoutGrid size={20} />}
        onAction={toggleLayout}
      />
      <MenuItem
        label={t(selfViewHidden ? 'call.showSelf' : 'call.hideSelf')}
        icon={selfViewHidden ? <Eye size={20} /> : <EyeOff size={20} />}
        onAction={() => change({ selfViewHidden: !selfViewHidden })}
      />
      <MenuItem label={t('call.quality')} icon={<Gauge size={20} />} onAction={() => showDialog('quality')} />
      <MenuItem label={t('call.settings')} icon={<Settings size={20} />} onAction={() => showDialog('settings')} />
      <MenuItem label={t('call.shortcuts')} icon={<Keyboard size={20} />} onAction={() => showDialog('shortcuts')} />
      {host ? (
        <>
          <MenuSeparator />
          <RecordItem />
          <MenuItem
            label={t(facts.locked ? 'call.unlock' : 'call.lock')}
            icon={facts.locked ? <LockOpen size={20} /> : <Lock size={20} />}
            onAction={() => attempt(call.setLocked(!facts.locked))}
          />
          <MenuItem
            label={t('call.endForAll')}
            icon={<PhoneOff size={20} />}
            danger
            onAction={() => showDialog('end')}
          />
        </>
      ) : null}
    </Menu>
  );
}

function RecordItem() {
  const { t } = useTranslation();
  const call = useCall();
  const { recording, endToEndEncrypted } = useCallState().call;
  const { attempt } = useCallActions();
  if (!recording) {
    return (
      <MenuItem
        label={t('recording.record')}
        hint={endToEndEncrypted ? t('recording.encrypted') : undefined}
        icon={<CircleDot size={20} />}
        isDisabled={endToEndEncrypted}
        onAction={() => attempt(call.startRecording())}
      />
    );
  }
  const stopping = recording.state === 'STOPPING';
  return (
    <MenuItem
      label={t(stopping ? 'recording.stopping' : 'recording.stop')}
      icon={<CircleStop size={20} />}
      isDisabled={stopping}
      onAction={() => attempt(call.stopRecording())}
    />
  );
}

function PhoneItems() {
  const { t } = useTranslation();
  const state = useCallState();
  const { showPanel } = useCallUi();
  const { toggleHand, toggleShare } = useCallActions();
  const raised = state.self.handRaisedAt !== null;
  const sharing = state.local.SCREEN !== undefined;
  return (
    <>
      <MenuItem label={t('call.people')} icon={<Users size={20} />} onAction={() => showPanel('people')} />
      <MenuItem
        label={t(raised ? 'call.lowerHand' : 'call.raiseHand')}
        icon={<Hand size={20} />}
        onAction={toggleHand}
      />
      {canShareScreen() ? (
        <MenuItem
          label={t(sharing ? 'call.stopShare' : 'call.share')}
          icon={sharing ? <MonitorX size={20} /> : <MonitorUp size={20} />}
          onAction={toggleShare}
        />
      ) : null}
      <MenuSeparator />
    </>
  );
}
