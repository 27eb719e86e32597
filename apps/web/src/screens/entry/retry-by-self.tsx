import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import './entry.css';

/** Counts down 15 to 30 s, so that all who wait do not come back at the same moment. */
export function RetryBySelf({ onRetry }: { readonly onRetry: () => void }) {
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
