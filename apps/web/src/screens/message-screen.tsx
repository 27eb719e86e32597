import { useTranslation } from 'react-i18next';
import { Page } from '../app/page.js';
import { Button, ButtonLink } from '../ui/button.js';

/** An address that leads nowhere. */
export function NotFoundScreen() {
  const { t } = useTranslation();
  return (
    <Page title={t('notFound.title')} card>
      <p>{t('notFound.hint')}</p>
      <ButtonLink look="primary" wide href="/">
        {t('common.home')}
      </ButtonLink>
    </Page>
  );
}

/** A fault of the page itself. */
export function BrokenScreen() {
  const { t } = useTranslation();
  return (
    <Page title={t('broken.title')} card>
      <p role="alert">{t('broken.hint')}</p>
      <Button look="primary" wide onPress={() => window.location.reload()}>
        {t('common.reload')}
      </Button>
      <ButtonLink wide href="/">
        {t('common.home')}
      </ButtonLink>
    </Page>
  );
}

/** Nothing answers, so nobody can be signed in or out. */
export function UnreachableScreen({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <Page title={t(navigator.onLine ? 'offline.unreachable' : 'offline.banner')} card>
      <p role="alert">{t('offline.unreachableHint')}</p>
      <Button look="primary" wide onPress={onRetry}>
        {t('common.retry')}
      </Button>
    </Page>
  );
}
