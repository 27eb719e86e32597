import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { request } from '../../api/rest-client.js';
import { useApp, useIdentity } from '../../app/app-context.js';
import { Page } from '../../app/page.js';
import { useLoad } from '../../app/use-load.js';
import { useTask } from '../../app/use-task.js';
import { facts, rememberAdmission } from '../../prejoin/admission.js';
import { Skeleton } from '../../ui/skeleton.js';
import { EntryRefused } from './entry-refused.js';
import { GuestForm } from './guest-form.js';
import './entry.css';

/** `/room/:name`: whoever may enter goes on to the call that runs there, or starts it. */
export function RoomScreen() {
  const { name = '' } = useParams();
  const { t } = useTranslation();
  const identity = useIdentity();
  if (identity.kind === 'loading') {
    return (
      <Page title={t('room.title', { room: name })} card>
        <Skeleton rows={2} />
      </Page>
    );
  }
  // A guest's identity is for one place: another room wants a new one.
  return identity.kind === 'signedIn' && identity.user.kind === 'USER' ? (
    <EnterRoom name={name} />
  ) : (
    <NameForRoom name={name} />
  );
}

function useEntry(name: string) {
  const { api } = useApp();
  const navigate = useNavigate();
  return useCallback(async () => {
    const { call, grant } = await api.call('enterRoom', { params: { name } });
    rememberAdmission(call.id, { grant, roomName: name, ...facts(call) });
    await navigate(`/call/${call.id}`, { replace: true });
  }, [api, navigate, name]);
}

function EnterRoom({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const { run, error } = useTask(useEntry(name));
  useEffect(() => void run(), [run]);
  if (error !== undefined) return <EntryRefused error={error} onRetry={() => void run()} />;
  return (
    <Page title={t('room.title', { room: name })} card>
      <p className="muted">{t('room.entering')}</p>
      <Skeleton rows={2} />
    </Page>
  );
}

function NameForRoom({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const { identity } = useApp();
  const [room, reload] = useLoad(useCallback(() => request('getRoom', { params: { name } }), [name]));
  const enter = useEntry(name);
  const task = useTask(
    useCallback(
      async (displayName: string) => {
        await identity.enterAsGuest({ displayName, roomName: name });
        await enter();
      },
      [identity, name, enter],
    ),
  );
  if (room.kind === 'failed') return <EntryRefused error={room.error} onRetry={reload} />;
  if (task.error !== undefined) return <EntryRefused error={task.error} onRetry={task.clearError} />;
  const title = room.kind === 'ready' && room.value.room.title !== '' ? room.value.room.title : name;
  return (
    <Page title={t('room.title', { room: title })} card>
      {room.kind === 'loading' ? (
        <Skeleton rows={2} />
      ) : (
        <>
          <p className="muted">{t('guest.inCall', { count: room.value.room.participantCount })}</p>
          <GuestForm
            pending={task.pending}
            onContinue={(displayName) => void task.run(displayName)}
            signInNext={`/room/${name}`}
          />
        </>
      )}
    </Page>
  );
}
