import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReadableStore } from '@videocall/client-sdk';
import { useApp } from '../app/app-context.js';
import { NetworkTest, type TestDevices, type TestState } from './measure/network-test.js';

interface NetworkTestControl {
  /** Where the newest test stands. */
  readonly store: ReadableStore<TestState>;
  readonly start: (devices: Omit<TestDevices, 'speakerId'>) => void;
  /** Shows the result of what has been measured. */
  readonly finish: () => void;
}

const IDLE: TestState = { kind: 'idle' };
const NOTHING: ReadableStore<TestState> = { getState: () => IDLE, subscribe: () => () => undefined };

/** Tests the network when asked to; a test that runs ends with the page. */
export function useNetworkTest(): NetworkTestControl {
  const { api, identity, settings } = useApp();
  const [test, setTest] = useState<NetworkTest | undefined>(undefined);
  const running = useRef<NetworkTest | undefined>(undefined);
  const start = useCallback(
    (devices: Omit<TestDevices, 'speakerId'>) => {
      const getAccessToken = async ({ forceRefresh }: { readonly forceRefresh: boolean }) =>
        (await identity.accessToken(forceRefresh)) ?? '';
      const next = new NetworkTest(api, getAccessToken, { ...devices, speakerId: settings.get().speakerId });
      running.current?.cancel();
      running.current = next;
      setTest(next);
      void next.run();
    },
    [api, identity, settings],
  );
  const finish = useCallback(() => running.current?.finish(), []);
  useEffect(() => () => running.current?.cancel(), []);
  return { store: test?.state ?? NOTHING, start, finish };
}
