import { type ReactNode, createContext, useContext, useSyncExternalStore } from 'react';
import type { ActiveCall, ActiveCallState } from '@videocall/client-sdk';

const Context = createContext<ActiveCall | undefined>(undefined);

export function CallProvider({ call, children }: { readonly call: ActiveCall; readonly children: ReactNode }) {
  return <Context value={call}>{children}</Context>;
}

/** The call that the components below are about. */
export function useCall(): ActiveCall {
  const call = useContext(Context);
  if (!call) throw new Error('useCall outside of CallProvider');
  return call;
}

export function useCallState(): ActiveCallState {
  const call = useCall();
  return useSyncExternalStore(call.subscribe, call.getState);
}
