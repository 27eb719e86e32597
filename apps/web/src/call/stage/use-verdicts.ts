import { useMemo } from 'react';
import type { QualityVerdict } from '@videocall/signalling';
import { useCallState } from '../call-context.js';

/** How good each participant's connection is, by participant id, as the server judges it; good ones are left out. */
export function useVerdicts(): ReadonlyMap<string, QualityVerdict> {
  const { self, others } = useCallState();
  return useMemo(() => {
    const verdicts = new Map<string, QualityVerdict>();
    for (const { id, quality } of [self, ...others]) {
      if (quality && quality.verdict !== 'GOOD') verdicts.set(id, quality.verdict);
    }
    return verdicts;
  }, [self, others]);
}
