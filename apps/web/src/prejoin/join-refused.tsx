import { useTranslation } from 'react-i18next';
import { useRefusalText } from '../app/refusal-text.js';
import { RetryBySelf } from '../screens/entry/retry-by-self.js';
import { passesByItself } from '../screens/entry/refusal-kinds.js';
import { Notice } from '../ui/notice.js';

/** The call did not let one in: why; a full server is tried again by itself. */
export function JoinRefused({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  const passing = passesByItself(error);
  return (
    <>
      <Notice tone="danger" title={t(passing ? 'prejoin.full' : 'prejoin.refused')} urgent>
        {refusalText(error)}
      </Notice>
      {passing ? <RetryBySelf onRetry={onRetry} /> : null}
    </>
  );
}
