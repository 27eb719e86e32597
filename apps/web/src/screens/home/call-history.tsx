import { useCallback, useState } from 'react';
import type { CallSummary } from '@videocall/rest-api';
import { History, Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../app/app-context.js';
import { durationText, useRefusalText } from '../../app/refusal-text.js';
import { useLoad } from '../../app/use-load.js';
import { useTask } from '../../app/use-task.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';

/** The calls one took part in, newest first, a page at a time. */
export function CallHistory() {
  const { t } = useTranslation();
  const { api } = useApp();
  const refusalText = useRefusalText();
  const [first, reload] = useLoad(useCallback(() => api.call('listCalls', { query: { pageSize: 10 } }), [api]));
  const [older, setOlder] = useState<
    { readonly calls: readonly CallSummary[]; readonly nextPageToken: string } | undefined
  >(undefined);
  const nextPageToken = older?.nextPageToken ?? (first.kind === 'ready' ? first.value.nextPageToken : '');
  const more = useTask(
    useCallback(async () => {
      const page = await api.call('listCalls', { query: { pageSize: 10, pageToken: nextPageToken } });
      setOlder((before) => ({ calls: [...(before?.calls ?? []), ...page.calls], nextPageToken: page.nextPageToken }));
    }, [api, nextPageToken]),
  );
  const calls = first.kind === 'ready' ? [...first.value.calls, ...(older?.calls ?? [])] : [];

  return (
    <section className="panel-card" aria-labelledby="call-history">
      <h2 id="call-history">{t('home.history')}</h2>
      {first.kind === 'loading' ? <Skeleton rows={3} /> : null}
      {first.kind === 'failed' ? (
        <Notice
          tone="danger"
          title={t('home.failedHistory')}
          actions={<Button onPress={reload}>{t('common.retry')}</Button>}
        >
          {refusalText(first.error)}
        </Notice>
      ) : null}
      {first.kind === 'ready' && calls.length === 0 ? (
        <div className="empty">
          <p className="row-title">{t('home.noHistory')}</p>
          <p className="muted">{t('home.noHistoryHint')}</p>
        </div>
      ) : null}
      {calls.length > 0 ? (
        <ul className="rows">
          {calls.map((call) => (
            <HistoryRow key={call.id} call={call} />
          ))}
        </ul>
      ) : null}
      {more.error === undefined ? null : (
        <Notice tone="danger" title={t('home.failedHistory')} urgent>
          {refusalText(more.error)}
        </Notice>
      )}
      {nextPageToken === '' ? null : (
        <Button look="quiet" isPending={more.pending} onPress={() => void more.run()}>
          {t('home.olderCalls')}
        </Button>
      )}
    </section>
  );
}

function HistoryRow({ call }: { readonly call: CallSummary }) {
  const { t, i18n } = useTranslation();
  const running = call.state === 'ACTIVE' || call.state === 'STARTING';
  const when =
    call.startedAt === null
      ? ''
      : new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
          new Date(call.startedAt),
        );
  const lasted =
    call.startedAt !== null && call.endedAt !== null
      ? durationText(t, Date.parse(call.endedAt) - Date.parse(call.startedAt))
      : undefined;
  const names = call.participantNames.slice(0, 3).join(t('home.nameSeparator'));
  const more = call.participantCount - 3;
  const who = more > 0 ? t('home.namesAndMore', { names, count: more }) : names;
  return (
    <li className="row">
      {running ? (
        <Phone size={20} aria-hidden="true" className="live" />
      ) : (
        <History size={20} aria-hidden="true" className="muted" />
      )}
      <div className="row-words">
        <p className="row-title">{call.title === '' ? who || t('home.untitled') : call.title}</p>
        <p className="row-detail figures">
          {running ? <span className="live">{t('home.running')}</span> : null}
          {[running ? '' : when, lasted ?? (running ? '' : t('home.notStarted')), call.title === '' ? '' : who].map(
            (part, index) =>
              part === '' ? null : (
                <span key={index}>
                  {index === 0 && !running ? null : ' · '}
                  {part}
                </span>
              ),
          )}
        </p>
      </div>
      {call.canRejoin || call.recordingCount > 0 ? (
        <div className="row-actions">
          {call.recordingCount > 0 ? (
            <ButtonLink look="quiet" href={`/recordings?call=${call.id}`}>
              {t('recordings.ofCall')}
            </ButtonLink>
          ) : null}
          {call.canRejoin ? <ButtonLink href={`/call/${call.id}`}>{t('home.rejoin')}</ButtonLink> : null}
        </div>
      ) : null}
    </li>
  );
}
