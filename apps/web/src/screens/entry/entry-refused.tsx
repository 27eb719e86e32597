import { useTranslation } from 'react-i18next';
import { Unreachable } from '../../api/errors.js';
import { Page } from '../../app/page.js';
import { useRefusalText } from '../../app/refusal-text.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { isFinal, passesByItself, reasonOf } from './refusal-kinds.js';
import { CodeForm } from '../home/join-by-code.js';
import { RetryBySelf } from './retry-by-self.js';

/** What to do about each refusal to enter; the rest can only be tried again. */
const HINTS = {
  INVITE_INVALID: 'guest.askHost',
  INVITE_EXPIRED: 'guest.askHost',
  CALL_LOCKED: 'guest.lockedHint',
  CALL_FULL: 'guest.fullHint',
  PARTICIPANT_REMOVED: 'guest.removedHint',
  CALL_ENDED: 'guest.endedHint',
  MEMBERS_ONLY: 'guest.membersHint',
  CALL_KEY_MISSING: 'encryption.keyMissingHint',
  ENCRYPTION_UNSUPPORTED: 'encryption.unsupportedHint',
} as const;

interface EntryRefusedProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** One cannot enter: why, and what can be done. */
export function EntryRefused({ error, onRetry }: EntryRefusedProps) {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  const reason = reasonOf(error);
  const hint = Object.hasOwn(HINTS, reason) ? HINTS[reason as keyof typeof HINTS] : undefined;
  return (
    <Page title={t('guest.cannotJoin')} card>
      <Notice tone="danger" title={refusalText(error)} urgent>
        {hint === undefined ? (error instanceof Unreachable ? t('offline.unreachableHint') : undefined) : t(hint)}
      </Notice>
      {reason === 'CALL_KEY_MISSING' ? <CodeForm /> : null}
      {passesByItself(error) ? <RetryBySelf onRetry={onRetry} /> : null}
      <div className="form">
        {isFinal(error) ? null : (
          <Button look="primary" wide onPress={onRetry}>
            {t('common.retry')}
          </Button>
        )}
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
