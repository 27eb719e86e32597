import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiRefusal, Unreachable } from '../api/errors.js';
import { durationParts } from './duration.js';

/** Anything that carries a reason: an ApiRefusal, or the SDK's CallError. */
interface Reasoned {
  readonly reason: string;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}

/** Says in the reader's language why something did not work, and when to try again. */
export function useRefusalText(): (error: unknown) => string {
  const { t } = useTranslation();
  const { t: refusals, i18n } = useTranslation('refusals');
  return useCallback(
    (error: unknown) => {
      if (error instanceof Unreachable) return t('offline.unreachable');
      if (!isReasoned(error)) return t('broken.title');
      const sentence = i18n.exists(error.reason, { ns: 'refusals' })
        ? refusals(error.reason)
        : error.message || t('refusal.fallback');
      if (error.retryAfterMs === undefined || error.retryAfterMs < 1_000) return sentence;
      return `${sentence} ${t('refusal.retryIn', { time: durationText(t, error.retryAfterMs) })}`;
    },
    [t, refusals, i18n],
  );
}

/** A duration in words, for example “5 min”. */
export function durationText(t: TFunction, milliseconds: number): string {
  const { hours, minutes, seconds } = durationParts(milliseconds);
  if (hours > 0) return t('duration.hours', { hours, minutes });
  return minutes > 0 ? t('duration.minutes', { minutes }) : t('duration.seconds', { seconds });
}

function isReasoned(error: unknown): error is Reasoned {
  return (
    error instanceof ApiRefusal || (error instanceof Error && 'reason' in error && typeof error.reason === 'string')
  );
}
