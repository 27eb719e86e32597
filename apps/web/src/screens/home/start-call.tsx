import { useCallback, useState } from 'react';
import { canEncryptMedia, createCallKey } from '@videocall/client-sdk';
import { Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useApp } from '../../app/app-context.js';
import { useRefusalText } from '../../app/refusal-text.js';
import { useTask } from '../../app/use-task.js';
import { facts, rememberAdmission } from '../../prejoin/admission.js';
import { Button } from '../../ui/button.js';
import { Switch } from '../../ui/field.js';
import { Notice } from '../../ui/notice.js';

/** The one primary action of the home screen. */
export function StartCall() {
  const { t } = useTranslation();
  const { api } = useApp();
  const navigate = useNavigate();
  const refusalText = useRefusalText();
  const [encrypted, setEncrypted] = useState(false);
  const start = useTask(
    useCallback(async () => {
      const { call, grant } = await api.call('startCall', { body: { endToEndEncrypted: encrypted } });
      // Made here, and told by nothing but the links that this browser makes.
      rememberAdmission(call.id, { grant, ...facts(call), ...(encrypted ? { callKey: createCallKey() } : {}) });
      await navigate(`/call/${call.id}`);
    }, [api, navigate, encrypted]),
  );
  return (
    <section className="panel-card" aria-labelledby="start-call">
      <h2 id="start-call">{t('home.start')}</h2>
      <p className="muted">{t('home.startHint')}</p>
      {start.error === undefined ? null : (
        <Notice tone="danger" title={t('home.startFailed')} urgent>
          {refusalText(start.error)}
        </Notice>
      )}
      {canEncryptMedia() ? (
        <Switch
          label={t('encryption.title')}
          hint={t('encryption.startHint')}
          isSelected={encrypted}
          onChange={setEncrypted}
        />
      ) : (
        <p className="muted small">{t('encryption.unsupported')}</p>
      )}
      <Button
        look="primary"
        wide
        icon={<Video size={20} aria-hidden="true" />}
        isPending={start.pending}
        onPress={() => void start.run()}
      >
        {t('home.start')}
      </Button>
    </section>
  );
}
