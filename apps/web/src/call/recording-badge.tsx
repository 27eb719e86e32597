import type { CallRecordingState } from '@videocall/client-sdk';
import { useTranslation } from 'react-i18next';
import { useCallState } from './call-context.js';
import './recording-badge.css';

const TEXTS = {
  STARTING: 'recording.badgeStarting',
  CAPTURING: 'recording.badge',
  STOPPING: 'recording.badgeStopping',
} as const satisfies Record<CallRecordingState, string>;

/** Says to everybody, for as long as it is so, that the call is recorded. */
export function RecordingBadge() {
  const { t } = useTranslation();
  const { recording } = useCallState().call;
  if (!recording) return null;
  return (
    <span className={`recording-badge recording-badge-${recording.state.toLowerCase()}`}>
      <span className="recording-badge-dot" aria-hidden="true" />
      {t(TEXTS[recording.state])}
    </span>
  );
}
