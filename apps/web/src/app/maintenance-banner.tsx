import { Wrench, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/button.js';
import { useApp, useMaintenance } from './app-context.js';
import { timeRange } from './time-range.js';
import './maintenance-banner.css';

/** Tells when the operator works on the server, a day ahead and while it goes on. */
export function MaintenanceBanner() {
  const { t, i18n } = useTranslation();
  const { maintenance: store } = useApp();
  const shown = useMaintenance();
  return (
    <div role="status">
      {shown === undefined ? null : (
        <section className="maintenance-banner" aria-label={t('maintenance.label')}>
          <Wrench size={18} aria-hidden="true" />
          <p>
            <strong>{t(`maintenance.${shown.phase}`, timeRange(i18n.language, shown.maintenance, new Date()))}</strong>{' '}
            {textIn(i18n.language, shown.maintenance.text)} {t(`maintenance.${shown.phase}Effect`)}
          </p>
          <IconButton
            label={t('common.close')}
            icon={<X size={18} aria-hidden="true" />}
            onPress={() => store.dismiss()}
          />
        </section>
      )}
    </div>
  );
}

/** The operator's words, in the other language where there are none in the reader's. */
function textIn(language: string, { en, ja }: { readonly en: string; readonly ja: string }): string {
  return language.startsWith('ja') ? ja || en : en || ja;
}
