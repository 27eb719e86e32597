import { useCallback } from 'react';
import { Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useApp } from '../../app/app-context.js';
import { useRefusalText } from '../../app/refusal-text.js';
import { useTask } from '../../app/use-task.js';
import { facts, rememberAdmission } from '../../prejoin/admission.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';

/** The one primary action of the home screen. */
export function StartCall() {
  const { t } = useTranslation();
  const { api } = useApp();
  const navigate = useNavigate();
  const refusalText = useRefusalText();
  const start = useTask(
    useCallback(async () => {
      const { call, grant } = await api.call('startCall', { body: {} });
      rememberAdmission(call.id, { grant, ...facts(call) });
      await navigate(`/call/${call.id}`);
    }, [api, navigate]),
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
