import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import './encrypted-line.css';

/** Says before one enters that the call is end-to-end encrypted. */
export function EncryptedLine() {
  const { t } = useTranslation();
  return (
    <p className="encrypted-line">
      <ShieldCheck size={18} aria-hidden="true" />
      {t('encryption.title')}
    </p>
  );
}
