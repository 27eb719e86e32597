import { useEffect, useState } from 'react';
import type { QualityVerdict } from '@videocall/signalling';
import { useCall } from '../call-context.js';
import { SteadyVerdict, judge } from '../logic/quality-verdict.js';

/** Milliseconds between samples. */
const SAMPLE_EVERY = 2_000;

/** How good each participant's connection is, by participant id; good ones are left out. */
export function useVerdicts(): ReadonlyMap<string, QualityVerdict> {
  const call = useCall();
  const [verdicts, setVerdicts] = useState<ReadonlyMap<string, QualityVerdict>>(new Map());
  useEffect(() => {
    const steady = new Map<string, SteadyVerdict>();
    const sample = () => {
      const { self, others } = call.getState();
      const next = new Map<string, QualityVerdict>();
      for (const { id, quality } of [self, ...others]) {
        if (!quality) continue;
        const own = steady.get(id) ?? new SteadyVerdict();
        steady.set(id, own);
        const verdict = own.sample(judge(quality), performance.now());
        if (verdict !== 'GOOD') next.set(id, verdict);
      }
      setVerdicts((before) =>
        before.size === next.size && [...next].every(([id, verdict]) => before.get(id) === verdict) ? before : next,
      );
    };
    const timer = setInterval(sample, SAMPLE_EVERY);
    return () => clearInterval(timer);
  }, [call]);
  return verdicts;
}
