import { useCallback, useEffect } from 'react';
import { callKeyOf, fragmentOf } from '@videocall/client-sdk';
import type { Invite } from '@videocall/rest-api';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { request } from '../../api/rest-client.js';
import { useApp, useIdentity } from '../../app/app-context.js';
import { Page } from '../../app/page.js';
import { useLoad } from '../../app/use-load.js';
import { useTask } from '../../app/use-task.js';
import { EncryptedLine } from '../../prejoin/encrypted-line.js';
import { requireEncryptable } from '../../prejoin/encryptable.js';
import { facts, rememberAdmission } from '../../prejoin/admission.js';
import { Skeleton } from '../../ui/skeleton.js';
import { CodeForm } from '../home/join-by-code.js';
import { EntryRefused } from './entry-refused.js';
import { GuestForm } from './guest-form.js';
import './entry.css';

/** `/join`: somebody without an account has a code. */
export function JoinByCodeScreen() {
  const { t } = useTranslation();
  return (
    <Page title={t('guest.titlePlain')} card>
      <CodeForm />
    </Page>
  );
}

/** `/join/:code`: the invite link. Signed-in people go straight on; others give a name. */
export function JoinScreen() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const { hash } = useLocation();
  const callKey = callKeyOf(hash);
  const identity = useIdentity();
  const [invite, reload] = useLoad(
    useCallback(async () => {
      const found = await request('getInvite', { params: { code } });
      requireEncryptable({ ...found, ...(callKey === undefined ? {} : { callKey }) });
      return found;
    }, [code, callKey]),
  );

  if (invite.kind === 'failed') return <EntryRefused error={invite.error} onRetry={reload} />;
  if (invite.kind === 'loading' || identity.kind === 'loading') {
    return (
      <Page title={t('guest.titlePlain')} card>
        <p className="muted">{t('guest.checking')}</p>
        <Skeleton rows={2} />
      </Page>
    );
  }
  return identity.kind === 'signedIn' && identity.user.kind === 'USER' ? (
    <EnterByInvite code={code} invite={invite.value} callKey={callKey} />
  ) : (
    <NameForInvite code={code} invite={invite.value} callKey={callKey} />
  );
}

interface InviteProps {
  readonly code: string;
  readonly invite: Invite;
  /** Of a call with end-to-end encryption. */
  readonly callKey: string | undefined;
}

function useEntry({ code, invite, callKey }: InviteProps) {
  const { api } = useApp();
  const navigate = useNavigate();
  return useCallback(async () => {
    const { grant, call } = await api.call('issueGrant', {
      params: { callId: invite.callId },
      body: { inviteCode: code },
    });
    const key = callKey === undefined ? {} : { callKey };
    rememberAdmission(invite.callId, { grant, inviteCode: code, ...key, ...facts(call) });
    await navigate(`/call/${invite.callId}`, { replace: true });
  }, [api, navigate, code, callKey, invite.callId]);
}

function EnterByInvite(props: InviteProps) {
  const { t } = useTranslation();
  const { run, error } = useTask(useEntry(props));
  useEffect(() => void run(), [run]);
  if (error !== undefined) return <EntryRefused error={error} onRetry={() => void run()} />;
  return (
    <Page title={t('guest.titlePlain')} card>
      <Skeleton rows={2} />
    </Page>
  );
}

function NameForInvite(props: InviteProps) {
  const { t } = useTranslation();
  const { identity } = useApp();
  const { code, invite, callKey } = props;
  const enter = useEntry(props);
  const task = useTask(
    useCallback(
      async (displayName: string) => {
        await identity.enterAsGuest({ displayName, inviteCode: code });
        await enter();
      },
      [identity, code, enter],
    ),
  );
  if (task.error !== undefined) return <EntryRefused error={task.error} onRetry={task.clearError} />;
  const title = invite.title === '' ? t('guest.titlePlain') : t('guest.title', { title: invite.title });
  return (
    <Page title={title} card>
      <div className="entry-facts muted">
        {invite.hostName === '' ? null : <p>{t('guest.invitedBy', { name: invite.hostName })}</p>}
        <p>{t('guest.inCall', { count: invite.participantCount })}</p>
        {callKey === undefined ? null : <EncryptedLine />}
      </div>
      <GuestForm
        pending={task.pending}
        onContinue={(name) => void task.run(name)}
        signInNext={`/join/${code}`}
        fragment={callKey === undefined ? '' : fragmentOf(callKey)}
      />
    </Page>
  );
}
