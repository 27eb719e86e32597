import { useSyncExternalStore } from 'react';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../ui/button.js';
import { useApp } from './app-context.js';
import './messages.css';

/** What the app says by itself: toasts for the eye, one live region for the ear. */
export function Messages() {
  const { t } = useTranslation();
  const { announcer, toasts } = useApp();
  const spoken = useSyncExternalStore(announcer.subscribe, announcer.getText);
  const shown = useSyncExternalStore(toasts.subscribe, toasts.get);
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {spoken}
      </div>
      <div className="toasts" role="log" aria-live="polite" aria-relevant="additions" aria-label={t('messages.toasts')}>
        {shown.map(({ id, text, tone, actions }) => (
          <div key={id} className={`toast toast-${tone}`}>
            <p>{text}</p>
            {actions.map((action) => (
              <Button
                key={action.label}
                look="quiet"
                onPress={() => {
                  toasts.dismiss(id);
                  action.run();
                }}
              >
                {action.label}
              </Button>
            ))}
            <IconButton label={t('common.close')} icon={<X size={20} />} onPress={() => toasts.dismiss(id)} />
          </div>
        ))}
      </div>
    </>
  );
}
