import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useRegisterSW } from 'virtual:pwa-register/react';
import { Button } from '../ui/button.js';
import './app-update.css';

/** Milliseconds between looks for a new version, for pages that stay open for days. */
const LOOK_EVERY = 3_600_000;

/** Offers a new version once it is there; never during a call, which a reload would interrupt. */
export function AppUpdate() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const {
    needRefresh: [ready],
    updateServiceWorker,
  } = useRegisterSW({ onRegisteredSW: (_, registration) => lookRegularly(registration) });
  const inCall = pathname.startsWith('/call/');

  useEffect(() => {
    // Nobody looks at the page: the best moment.
    const takeOver = () => {
      if (ready && !inCall && document.visibilityState === 'hidden') void updateServiceWorker(true);
    };
    document.addEventListener('visibilitychange', takeOver);
    return () => document.removeEventListener('visibilitychange', takeOver);
  }, [ready, inCall, updateServiceWorker]);

  if (!ready || inCall) return null;
  return (
    <div className="app-update" role="status">
      <p>{t('update.ready')}</p>
      <Button look="quiet" onPress={() => void updateServiceWorker(true)}>
        {t('common.reload')}
      </Button>
    </div>
  );
}

function lookRegularly(registration: ServiceWorkerRegistration | undefined): void {
  if (!registration) return;
  setInterval(() => {
    // Offline: the next look may find something.
    if (navigator.onLine) registration.update().catch(() => undefined);
  }, LOOK_EVERY);
}
