import { Link } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { useCallActions } from '../use-call-actions.js';

/** Nobody else is here: say so, and offer the link. */
export function Alone() {
  const { t } = useTranslation();
  const { copyInvite } = useCallActions();
  return (
    <div className="alone">
      <p className="alone-title">{t('call.alone')}</p>
      <p className="alone-hint">{t('call.aloneHint')}</p>
      <Button look="primary" icon={<Link size={20} aria-hidden="true" />} onPress={copyInvite}>
        {t('call.copyInvite')}
      </Button>
    </div>
  );
}
