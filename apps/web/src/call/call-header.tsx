import { useEffect, useState } from 'react';
import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { clock } from '../app/duration.js';
import { PageHeading } from '../app/page.js';
import { useCallState } from './call-context.js';
import { RecordingBadge } from './recording-badge.js';
import { EncryptionBadge } from './encryption/encryption-badge.js';

/** The call's name, how long it lasts, and whether it is locked. */
export function CallHeader() {
  const { t } = useTranslation();
  const { call } = useCallState();
  const title = call.title === '' ? t('call.title') : call.title;
  return (
    <header className="call-header">
      <PageHeading title={title} className="call-title">
        {title}
      </PageHeading>
      {call.locked ? (
        <span className="call-locked">
          <Lock size={16} role="img" aria-label={t('call.locked')} />
        </span>
      ) : null}
      <EncryptionBadge />
      <RecordingBadge />
      <Timer since={Date.parse(call.createdAt)} />
    </header>
  );
}

function Timer({ since }: { readonly since: number }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const time = clock(now - since);
  return (
    <span className="call-timer figures" role="timer" aria-label={t('call.timer', { time })}>
      {time}
    </span>
  );
}
