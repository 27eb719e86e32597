import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ActiveCall } from '@videocall/client-sdk';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.js';
import type { Stage, TestState } from './measure/network-test.js';

const STAGES: readonly Stage[] = ['STARTING', 'TCP', 'CONNECTING', 'MEASURING', 'LISTENING', 'FINISHING'];

interface EchoViewProps {
  readonly state: Extract<TestState, { readonly kind: 'running' }>;
  readonly onFinish: () => void;
}

/** A test that runs: where it stands, and oneself as one was a moment ago. */
export function EchoView({ state: { stage, call, delayMs }, onFinish }: EchoViewProps) {
  const { t, i18n } = useTranslation();
  const seconds = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(delayMs / 1000);
  return (
    <>
      <div
        role="progressbar"
        aria-label={t('deviceTest.progress')}
        aria-valuemin={0}
        aria-valuemax={STAGES.length}
        aria-valuenow={STAGES.indexOf(stage)}
        aria-valuetext={t(`deviceTest.stage.${stage}`)}
        className="device-test-progress"
      >
        <div style={{ width: `${(STAGES.indexOf(stage) / STAGES.length) * 100}%` }} />
      </div>
      <p className="device-test-stage" data-stage={stage}>
        {t(`deviceTest.stage.${stage}`)}
      </p>
      {call ? <EchoPicture call={call} label={t('deviceTest.echoVideo', { seconds })} /> : null}
      {stage === 'LISTENING' ? (
        <Button look="primary" wide onPress={onFinish}>
          {t('deviceTest.finish')}
        </Button>
      ) : null}
    </>
  );
}

/** The picture that the echo sends back. */
function EchoPicture({ call, label }: { readonly call: ActiveCall; readonly label: string }) {
  const state = useSyncExternalStore(call.subscribe, call.getState);
  const video = useRef<HTMLVideoElement>(null);
  const trackId = state.others.flatMap(({ tracks }) => tracks).find(({ kind }) => kind === 'video')?.id;
  useEffect(
    () => (trackId !== undefined && video.current ? call.attach(trackId, video.current) : undefined),
    [call, trackId],
  );
  if (trackId === undefined) return null;
  return (
    <figure className="device-test-echo">
      <div className="device-test-picture">
        <video ref={video} aria-label={label} data-echo autoPlay muted playsInline />
      </div>
      <figcaption className="muted small">{label}</figcaption>
    </figure>
  );
}
