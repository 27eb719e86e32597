import { useEffect, useState } from 'react';
import type { ActiveCallState } from '@videocall/client-sdk';
import { LoaderCircle, Volume2, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { useCall, useCallState } from '../call-context.js';
import { receiveLimit, sendLimit } from '../logic/quality-limits.js';
import { reconnectionStage } from '../logic/reconnection.js';
import { useVerdicts } from '../stage/use-verdicts.js';
import { useCallActions } from '../use-call-actions.js';
import './connection-status.css';

/** How the connection stands, over the top of the stage; what can be pressed about it. */
export function ConnectionStatus() {
  const { t } = useTranslation();
  const call = useCall();
  const state = useCallState();
  const { connection, playbackBlocked, self } = state;
  const { attempt } = useCallActions();
  const ownVerdict = useVerdicts().get(self.id);
  const weakness = useWeakness(state, ownVerdict === 'POOR');
  return (
    <div className="connection-status" role="status">
      {connection.phase === 'CONNECTING' ? <Pill text={t('call.connecting')} /> : null}
      {connection.phase === 'RECONNECTING' ? (
        <Reconnecting since={connection.since} offline={connection.offline} />
      ) : null}
      {connection.phase === 'CONNECTED' && weakness ? <p className="status-pill status-weak">{weakness}</p> : null}
      {playbackBlocked ? (
        <Button
          look="primary"
          icon={<Volume2 size={20} aria-hidden="true" />}
          onPress={() => attempt(call.startPlayback())}
        >
          {t('call.turnOnSound')}
        </Button>
      ) : null}
    </div>
  );
}

/** The one thing about quality that is worth a line over the pictures; what one chose oneself is not. */
function useWeakness(state: ActiveCallState, isPoor: boolean): string | undefined {
  const { t } = useTranslation();
  const received = receiveLimit(state);
  const sent = sendLimit(state);
  if (received === 'BANDWIDTH' || received === 'LOSS') return t(`quality.received.${received}`);
  if (sent === 'SEND_LOSS') return t('quality.sent.SEND_LOSS');
  if (isPoor) return t('quality.yours');
  return received === 'HOST_LOAD' ? t('quality.received.HOST_LOAD') : undefined;
}

function Pill({ text }: { readonly text: string }) {
  return (
    <p className="status-pill">
      <LoaderCircle size={18} aria-hidden="true" className="status-spin" />
      {text}
    </p>
  );
}

function Reconnecting({ since, offline }: { readonly since: number; readonly offline: boolean }) {
  const { t } = useTranslation();
  const { leave } = useCallActions();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const stage = reconnectionStage(now - since, offline);
  const text = offline ? t('offline.banner') : t('connection.reconnecting');
  switch (stage) {
    case 'quiet':
      return null;
    case 'pill':
      return offline ? (
        <p className="status-pill">
          <WifiOff size={18} aria-hidden="true" />
          {text}
        </p>
      ) : (
        <Pill text={text} />
      );
    case 'banner':
      return <p className="status-banner">{t(offline ? 'connection.offlineNotHeard' : 'connection.still')}</p>;
    case 'choice':
      return (
        <div className="status-banner">
          <p>{t(offline ? 'connection.offlineNotHeard' : 'connection.still')}</p>
          <div className="status-actions">
            {/* The page begins anew and takes up the place it still has. */}
            <Button look="primary" onPress={() => window.location.reload()}>
              {t('connection.rejoin')}
            </Button>
            <Button onPress={leave}>{t('connection.leave')}</Button>
          </div>
        </div>
      );
  }
}
