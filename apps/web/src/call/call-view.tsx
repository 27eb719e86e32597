import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useRefusalText } from '../app/refusal-text.js';
import { MaintenanceBanner } from '../app/maintenance-banner.js';
import type { CallEnding } from '../screens/ended/call-ending.js';
import { SettingsDialog } from '../settings/settings-dialog.js';
import { ConfirmDialog } from '../ui/dialog.js';
import { ControlBar } from './bar/control-bar.js';
import { useCall, useCallState } from './call-context.js';
import { CallHeader } from './call-header.js';
import { CallUiProvider, useCallUi } from './call-ui.js';
import { ChatPanel } from './panels/chat-panel.js';
import { PeoplePanel } from './panels/people-panel.js';
import { SidePanel } from './panels/side-panel.js';
import { useUnread } from './panels/use-unread.js';
import { PushToTalkProvider } from './push-to-talk-context.js';
import { QualityDialog } from './quality/quality-dialog.js';
import { ShortcutsDialog } from './shortcuts-dialog.js';
import { Stage } from './stage/stage.js';
import { ConnectionStatus } from './status/connection-status.js';
import { useAnnouncements } from './use-announcements.js';
import { useCallActions } from './use-call-actions.js';
import { useNotices } from './use-notices.js';
import { useShortcuts } from './use-shortcuts.js';
import { useWakeLock } from './use-wake-lock.js';
import './call-view.css';

/** The call as one sees it from inside. */
export function CallView() {
  return (
    <CallUiProvider>
      <PushToTalkProvider>
        <CallLayout />
      </PushToTalkProvider>
    </CallUiProvider>
  );
}

function CallLayout() {
  const { panel, showPanel } = useCallUi();
  const unread = useUnread(panel === 'chat');
  useShortcuts();
  useNotices();
  useAnnouncements();
  useWakeLock();
  useEnding();
  return (
    <div className="call">
      <MaintenanceBanner />
      <CallHeader />
      <main className="call-body">
        <div className="call-stage">
          <Stage />
          <ConnectionStatus />
        </div>
        {panel === undefined ? null : (
          <SidePanel key={panel} panel={panel} onClose={() => showPanel(undefined)}>
            {panel === 'chat' ? <ChatPanel /> : <PeoplePanel />}
          </SidePanel>
        )}
      </main>
      <ControlBar unread={unread} />
      <Dialogs />
    </div>
  );
}

function Dialogs() {
  const { t } = useTranslation();
  const call = useCall();
  const { dialog, showDialog } = useCallUi();
  const { attempt } = useCallActions();
  const close = () => showDialog(undefined);
  return (
    <>
      <QualityDialog isOpen={dialog === 'quality'} onClose={close} />
      <ShortcutsDialog isOpen={dialog === 'shortcuts'} onClose={close} />
      <SettingsDialog isOpen={dialog === 'settings'} onClose={close} />
      <ConfirmDialog
        title={t('call.endTitle')}
        hint={t('call.endHint')}
        confirm={t('call.endForAll')}
        isOpen={dialog === 'end'}
        onClose={close}
        onConfirm={() => {
          close();
          attempt(call.endForAll());
        }}
      />
    </>
  );
}

/** When the call is over, the page after it says why. */
function useEnding(): void {
  const { connection, call, self } = useCallState();
  const navigate = useNavigate();
  const refusalText = useRefusalText();
  useEffect(() => {
    if (connection.phase !== 'ENDED') return;
    const { reason, refusal, canRejoin } = connection;
    const ending: CallEnding = {
      callId: call.id,
      reason,
      ...(refusal
        ? { message: refusalText(Object.assign(new Error(refusal.message), { reason: refusal.reason })) }
        : {}),
      durationMs: self.joinedAt === null ? 0 : Date.now() - Date.parse(self.joinedAt),
      canRejoin,
    };
    void navigate('/ended', { replace: true, state: ending });
  }, [connection, call.id, self.joinedAt, navigate, refusalText]);
}
