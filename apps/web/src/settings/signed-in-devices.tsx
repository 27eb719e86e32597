import { useCallback } from 'react';
import type { AuthSession } from '@videocall/rest-api';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { useRefusalText } from '../app/refusal-text.js';
import { useLoad } from '../app/use-load.js';
import { useTask } from '../app/use-task.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { Skeleton } from '../ui/skeleton.js';
import { describeAgent } from './user-agent.js';

/** Where one is signed in, and a way to end it. */
export function SignedInDevices() {
  const { t } = useTranslation();
  const { api } = useApp();
  const [devices, reload] = useLoad(useCallback(() => api.call('listAuthSessions', {}), [api]));
  return (
    <section className="settings-section" aria-labelledby="settings-devices">
      <h3 id="settings-devices">{t('settings.devices')}</h3>
      <p className="field-hint">{t('settings.devicesHint')}</p>
      {devices.kind === 'loading' ? <Skeleton rows={2} /> : null}
      {devices.kind === 'failed' ? (
        <Notice
          tone="danger"
          title={t('settings.devicesFailed')}
          actions={<Button onPress={reload}>{t('common.retry')}</Button>}
        />
      ) : null}
      {devices.kind === 'ready' ? (
        <ul className="device-list">
          {devices.value.authSessions.map((session) => (
            <SignedInDevice key={session.id} session={session} onRevoked={reload} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function SignedInDevice({ session, onRevoked }: { readonly session: AuthSession; readonly onRevoked: () => void }) {
  const { t, i18n } = useTranslation();
  const { api } = useApp();
  const refusalText = useRefusalText();
  const revoke = useTask(
    useCallback(async () => {
      await api.call('revokeAuthSession', { params: { authSessionId: session.id } });
      onRevoked();
    }, [api, session.id, onRevoked]),
  );
  const agent = describeAgent(session.userAgent);
  const name = agent ? t('settings.deviceOn', agent) : t('settings.unknownDevice');
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(session.lastUsedAt),
  );
  return (
    <li className="device-item">
      <div>
        <p>
          {name} {session.current ? <span className="tag">{t('settings.thisDevice')}</span> : null}
        </p>
        <p className="muted small">
          {t('settings.lastUsed', { when })} · {session.ipAddress}
        </p>
        {revoke.error === undefined ? null : <p className="field-error">{refusalText(revoke.error)}</p>}
      </div>
      {session.current ? null : (
        <Button
          look="danger"
          isPending={revoke.pending}
          aria-label={t('settings.signOutDeviceNamed', { device: name })}
          onPress={() => void revoke.run()}
        >
          {t('settings.signOutDevice')}
        </Button>
      )}
    </li>
  );
}
