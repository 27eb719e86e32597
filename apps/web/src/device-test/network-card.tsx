import { useEffect, useSyncExternalStore } from 'react';
import { Activity, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { useRefusalText } from '../app/refusal-text.js';
import type { Capture } from '../prejoin/use-capture.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { EchoView } from './echo-view.js';
import { type TestState } from './measure/network-test.js';
import { ResultView } from './result-view.js';
import { useNetworkTest } from './use-network-test.js';

interface NetworkCardProps {
  readonly microphone: Capture;
  readonly camera: Capture;
}

/** The way to the server, and oneself as others would hear and see one. */
export function NetworkCard({ microphone, camera }: NetworkCardProps) {
  const { t } = useTranslation();
  const { store, start, finish } = useNetworkTest();
  const state = useSyncExternalStore(store.subscribe, store.getState);
  useSpokenStages(state);
  const begin = () =>
    start({
      microphone: microphone.kind === 'on' ? microphone.track : undefined,
      camera: camera.kind === 'on' ? camera.track : undefined,
    });
  const asking = microphone.kind === 'asking' || camera.kind === 'asking';
  return (
    <section className="panel-card device-test-network" aria-labelledby="test-network" data-test={state.kind}>
      <h2 id="test-network">{t('deviceTest.network')}</h2>
      {state.kind === 'done' ? (
        <ResultView result={state.result} />
      ) : (
        <p className="muted">{t('deviceTest.networkHint')}</p>
      )}
      {state.kind === 'failed' ? <Failure error={state.error} /> : null}
      {state.kind === 'running' ? (
        <EchoView state={state} onFinish={finish} />
      ) : (
        <Button
          look={state.kind === 'done' ? 'secondary' : 'primary'}
          wide
          icon={
            state.kind === 'done' ? (
              <RotateCw size={20} aria-hidden="true" />
            ) : (
              <Activity size={20} aria-hidden="true" />
            )
          }
          isDisabled={asking}
          onPress={begin}
        >
          {t(state.kind === 'idle' ? 'deviceTest.start' : 'deviceTest.again')}
        </Button>
      )}
    </section>
  );
}

function Failure({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  return (
    <Notice tone="danger" title={t('deviceTest.failed')} urgent>
      {refusalText(error)}
    </Notice>
  );
}

/** Says each stage, and the verdict. */
function useSpokenStages(state: TestState): void {
  const { t } = useTranslation();
  const { announcer } = useApp();
  const stage = state.kind === 'running' ? state.stage : undefined;
  const verdict = state.kind === 'done' ? state.result.verdict : undefined;
  useEffect(() => {
    if (stage) announcer.say(t(`deviceTest.stage.${stage}`));
  }, [announcer, t, stage]);
  useEffect(() => {
    if (verdict) announcer.say(t(`deviceTest.verdict.${verdict}`));
  }, [announcer, t, verdict]);
}
