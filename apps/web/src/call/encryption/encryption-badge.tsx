import { useState } from 'react';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { useCallState } from '../call-context.js';
import './encryption-badge.css';

/** That the call is end-to-end encrypted, and behind it what that means, the code to compare, and whom it fails with. */
export function EncryptionBadge() {
  const { t } = useTranslation();
  const { encryption, others } = useCallState();
  const [open, setOpen] = useState(false);
  if (!encryption) return null;
  const names = others
    .filter(({ id }) => encryption.undecryptableIds.includes(id))
    .map(({ displayName }) => displayName)
    .join(t('home.nameSeparator'));
  const fails = names !== '';
  const Icon = fails ? ShieldAlert : ShieldCheck;
  return (
    <>
      <AriaButton
        className={fails ? 'encryption-badge encryption-badge-fails' : 'encryption-badge'}
        onPress={() => setOpen(true)}
      >
        <Icon size={16} aria-hidden="true" />
        <span>{t(fails ? 'encryption.badgeFails' : 'encryption.badge')}</span>
      </AriaButton>
      <Dialog title={t('encryption.title')} isOpen={open} onClose={() => setOpen(false)}>
        {fails ? (
          <Notice tone="danger" title={t('encryption.fails', { names })}>
            {t('encryption.failsHint')}
          </Notice>
        ) : null}
        <p>{t('encryption.explained')}</p>
        <p className="encryption-code figures" aria-label={t('encryption.code')}>
          {encryption.verificationCode}
        </p>
        <p>{t('encryption.compare')}</p>
        <p className="muted">{t('encryption.notCovered')}</p>
      </Dialog>
    </>
  );
}
