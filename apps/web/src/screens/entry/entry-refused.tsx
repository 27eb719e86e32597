import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiRefusal, Unreachable } from '../../api/errors.js';
import { Page } from '../../app/page.js';
import { useRefusalText } from '../../app/refusal-text.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';

/** What to do about each refusal to enter; the rest can only be tried again. */
const HINTS = {
  INVITE_INVALID: 'guest.askHost',
  INVITE_EXPIRED: 'guest.askHost',
  CALL_LOCKED: 'guest.lockedHint',
  CALL_FULL: 'guest.fullHint',
  PARTICIPANT_REMOVED: 'guest.removedHint',
  CALL_ENDED: 'guest.endedHint',
  MEMBERS_ONLY: 'guest.membersHint',
} as const;

/** Refusals that another try cannot change. */
const FINAL = new Set(['INVITE_INVALID', 'INVITE_EXPIRED', 'PARTICIPANT_REMOVED', 'CALL_ENDED', 'MEMBERS_ONLY', 'ROOM_NOT_FOUND', 'CALL_NOT_FOUND', 'GRANT_FOREIGN']);

/** Refusals that pass by themselves, so the page tries again: a full server. */
const PASSING = new Set(['CALL_LIMIT', 'USER_LIMIT', 'CAPACITY_RESERVED', 'NO_MEDIA_NODE']);

interface EntryRefusedProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** One cannot enter: why, and what can be done. */
export function EntryRefused({ error, onRetry }: EntryRefusedProps) {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  const reason = error instanceof ApiRefusal ? error.reason : '';
  const hint = Object.hasOwn(HINTS, reason) ? HINTS[reason as keyof typeof HINTS] : undefined;
  const retry = !FINAL.has(reason);
  return (
    <Page title={t('guest.cannotJoin')} card>
      <Notice tone="danger" title={refusalText(error)} urgent>
        {hint === undefined ? (error instanceof Unreachable ? t('offline.unreachableHint') : undefined) : t(hint)}
      </Notice>
      {PASSING.has(reason) ? <RetryBySelf onRetry={onRetry} /> : null}
      <div className="form">
        {retry ? (
          <Button look="primary" wide onPress={onRetry}>
            {t('common.retry')}
          </Button>
        ) : null}
        {reason === 'MEMBERS_ONLY' ? (
          <ButtonLink look="primary" wide href={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`}>
            {t('signIn.submit')}
          </ButtonLink>
        ) : null}
        <ButtonLink wide href="/">
          {t('common.home')}
        </ButtonLink>
      </div>
    </Page>
  );
}

/** Counts down 15 to 30 s, so that all who wait do not come back at the same moment. */
function RetryBySelf({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation();
  const [seconds, setSeconds] = useState(() => 15 + Math.floor(Math.random() * 16));
  const [cancelled, setCancelled] = useState(false);
  useEffect(() => {
    if (cancelled) return undefined;
    const timer = setTimeout(() => (seconds <= 1 ? onRetry() : setSeconds(seconds - 1)), 1_000);
    return () => clearTimeout(timer);
  }, [seconds, cancelled, onRetry]);
  if (cancelled) return null;
  return (
    <p className="entry-waiting figures">
      {t('guest.waiting', { seconds })}
      <Button look="quiet" onPress={() => setCancelled(true)}>
        {t('common.cancel')}
      </Button>
    </p>
  );
}
