import { useCallback, useState } from 'react';
import type { Recording } from '@videocall/rest-api';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useApp } from '../../app/app-context.js';
import { Page } from '../../app/page.js';
import { useRefusalText } from '../../app/refusal-text.js';
import { useTask } from '../../app/use-task.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { RecordingRow } from './recording-row.js';
import { isSettled } from './recording-text.js';
import { useRefreshed } from './use-refreshed.js';
import './recordings.css';

interface ListPage {
  readonly recordings: readonly Recording[];
  readonly nextPageToken: string;
}

const allSettled = ({ recordings }: ListPage) => recordings.every(isSettled);

/** The recordings of the calls one took part in (REC-3), newest first; with `?call=`, of that one. */
export function RecordingsScreen() {
  const { t } = useTranslation();
  const { api } = useApp();
  const refusalText = useRefusalText();
  const [search] = useSearchParams();
  const callId = search.get('call') ?? '';
  const page = useCallback(
    (pageToken: string) => api.call('listRecordings', { query: { callId, pageSize: 20, pageToken } }),
    [api, callId],
  );
  const [first, refresh] = useRefreshed<ListPage>(
    useCallback(() => page(''), [page]),
    allSettled,
  );
  const [older, setOlder] = useState<ListPage | undefined>(undefined);
  const nextPageToken = older?.nextPageToken ?? (first.kind === 'ready' ? first.value.nextPageToken : '');
  const more = useTask(
    useCallback(async () => {
      const next = await page(nextPageToken);
      setOlder((before) => ({ ...next, recordings: [...(before?.recordings ?? []), ...next.recordings] }));
    }, [page, nextPageToken]),
  );
  const recordings = first.kind === 'ready' ? [...first.value.recordings, ...(older?.recordings ?? [])] : [];

  return (
    <Page title={t('recordings.title')}>
      <section className="panel-card" aria-label={t('recordings.title')}>
        {callId === '' ? null : (
          <ButtonLink look="quiet" href="/recordings">
            {t('recordings.all')}
          </ButtonLink>
        )}
        {first.kind === 'loading' ? <Skeleton rows={4} /> : null}
        {first.kind === 'failed' ? (
          <Notice
            tone="danger"
            title={t('recordings.listFailed')}
            actions={<Button onPress={refresh}>{t('common.retry')}</Button>}
          >
            {refusalText(first.error)}
          </Notice>
        ) : null}
        {first.kind === 'ready' && recordings.length === 0 ? (
          <div className="empty">
            <p className="row-title">{t(callId === '' ? 'recordings.none' : 'recordings.noneOfCall')}</p>
            <p className="muted">{t(callId === '' ? 'recordings.noneHint' : 'recordings.noneOfCallHint')}</p>
            <ButtonLink href="/">{t('common.home')}</ButtonLink>
          </div>
        ) : null}
        {recordings.length > 0 ? (
          <ul className="rows">
            {recordings.map((recording) => (
              <RecordingRow key={recording.id} recording={recording} />
            ))}
          </ul>
        ) : null}
        {more.error === undefined ? null : (
          <Notice tone="danger" title={t('recordings.listFailed')} urgent>
            {refusalText(more.error)}
          </Notice>
        )}
        {nextPageToken === '' ? null : (
          <Button look="quiet" isPending={more.pending} onPress={() => void more.run()}>
            {t('recordings.older')}
          </Button>
        )}
      </section>
    </Page>
  );
}
