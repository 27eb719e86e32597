import { useCallback, useState } from 'react';
import type { Recording, RecordingFile } from '@videocall/rest-api';
import { ArrowLeft, Download, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { isRefused } from '../../api/errors.js';
import { useApp } from '../../app/app-context.js';
import { clock } from '../../app/duration.js';
import { Page } from '../../app/page.js';
import { useRefusalText } from '../../app/refusal-text.js';
import { useTask } from '../../app/use-task.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { ClipMaker } from './clip-maker.js';
import { RecordingFiles } from './recording-files.js';
import { RecordingPlayer } from './recording-player.js';
import { RecordingState } from './recording-state.js';
import { bytesText, fileOf, isSettled, peopleText, titleText, whenText } from './recording-text.js';
import { useSaveFile } from './use-file-address.js';
import { usePlayer } from './use-player.js';
import { useRefreshed } from './use-refreshed.js';
import './recordings.css';

const settled = ({ recording }: { readonly recording: Recording }) => isSettled(recording);

/** One recording: to play, to save, to cut, to delete. */
export function RecordingScreen() {
  const { t } = useTranslation();
  const { api } = useApp();
  const { recordingId = '' } = useParams();
  const refusalText = useRefusalText();
  const [loaded, refresh] = useRefreshed(
    useCallback(() => api.call('getRecording', { params: { recordingId } }), [api, recordingId]),
    settled,
  );
  const title = loaded.kind === 'ready' ? titleText(t, loaded.value.recording) : t('recordings.one');
  return (
    <Page title={title}>
      <div className="recording-back">
        <ButtonLink look="quiet" href="/recordings" icon={<ArrowLeft size={20} aria-hidden="true" />}>
          {t('recordings.title')}
        </ButtonLink>
      </div>
      {loaded.kind === 'loading' ? <Skeleton rows={4} /> : null}
      {loaded.kind === 'failed' ? (
        <Notice
          tone="danger"
          title={t('recordings.oneFailed')}
          actions={
            isRefused(loaded.error, 'RECORDING_NOT_FOUND') ? null : (
              <Button onPress={refresh}>{t('common.retry')}</Button>
            )
          }
        >
          {isRefused(loaded.error, 'RECORDING_NOT_FOUND') ? t('recordings.gone') : refusalText(loaded.error)}
        </Notice>
      ) : null}
      {loaded.kind === 'ready' ? <RecordingView recording={loaded.value.recording} onChanged={refresh} /> : null}
    </Page>
  );
}

function RecordingView({ recording, onChanged }: { readonly recording: Recording; readonly onChanged: () => void }) {
  const { t, i18n } = useTranslation();
  const [chosen, setChosen] = useState<RecordingFile | undefined>(undefined);
  const player = usePlayer();
  const composite = fileOf(recording, 'COMPOSITE');
  const shown = chosen ?? composite;
  const details = [
    whenText(i18n.language, recording.startedAt),
    recording.durationMs > 0 ? clock(recording.durationMs) : '',
    recording.bytes > 0 ? bytesText(i18n.language, recording.bytes) : '',
    // Where the call has no title, the heading names them.
    recording.callTitle === '' ? '' : peopleText(t, recording.participantNames),
  ].filter((detail) => detail !== '');
  return (
    <div className="recording">
      <p className="muted figures">{details.join(' · ')}</p>
      {recording.state === 'FAILED' ? (
        <Notice tone="danger" title={t('recordings.failed')}>
          {t(recording.failureReason === 'NOTHING_CAPTURED' ? 'recordings.nothingCaptured' : 'recordings.failedHint')}
        </Notice>
      ) : (
        <RecordingState recording={recording} />
      )}
      {recording.state === 'READY' && shown ? (
        <>
          <RecordingPlayer
            key={shown.id}
            recordingId={recording.id}
            file={shown}
            label={titleText(t, recording)}
            video={player.video}
          />
          {chosen ? (
            <Button look="quiet" onPress={() => setChosen(undefined)}>
              {t('recordings.wholeRecording')}
            </Button>
          ) : null}
        </>
      ) : null}
      <Actions recording={recording} composite={composite} />
      {composite && recording.state === 'READY' && chosen === undefined ? (
        <ClipMaker recordingId={recording.id} durationMs={composite.durationMs} player={player} onMade={onChanged} />
      ) : null}
      <RecordingFiles recording={recording} kind="CLIP" title={t('recordings.clips')} onPlay={setChosen} />
      <RecordingFiles recording={recording} kind="PARTICIPANT" title={t('recordings.byParticipant')} />
      {recording.expiresAt === null ? null : (
        <p className="muted small">{t('recordings.expires', { when: whenText(i18n.language, recording.expiresAt) })}</p>
      )}
    </div>
  );
}

function Actions({
  recording,
  composite,
}: {
  readonly recording: Recording;
  readonly composite: RecordingFile | undefined;
}) {
  const { t } = useTranslation();
  const { api, toasts } = useApp();
  const navigate = useNavigate();
  const refusalText = useRefusalText();
  const saveFile = useSaveFile();
  const [asking, setAsking] = useState(false);
  const { id, state, canDelete } = recording;
  const save = useTask(
    useCallback(async () => {
      if (composite) await saveFile(id, composite.id);
    }, [saveFile, id, composite]),
  );
  const remove = useTask(
    useCallback(async () => {
      await api.call('deleteRecording', { params: { recordingId: id } }).finally(() => setAsking(false));
      toasts.show(t('recordings.deleted'));
      await navigate('/recordings');
    }, [api, id, toasts, t, navigate]),
  );
  const error = save.error ?? remove.error;
  const finished = state === 'READY' || state === 'FAILED';
  return (
    <>
      {error === undefined ? null : (
        <Notice
          tone="danger"
          title={t(remove.error === undefined ? 'recordings.notSaved' : 'recordings.notDeleted')}
          urgent
        >
          {refusalText(error)}
        </Notice>
      )}
      <div className="recording-actions">
        {composite && state === 'READY' ? (
          <Button
            icon={<Download size={20} aria-hidden="true" />}
            isPending={save.pending}
            onPress={() => void save.run()}
          >
            {t('recordings.download')}
          </Button>
        ) : null}
        {canDelete && finished ? (
          <Button look="danger" icon={<Trash2 size={20} aria-hidden="true" />} onPress={() => setAsking(true)}>
            {t('recordings.delete')}
          </Button>
        ) : null}
      </div>
      <ConfirmDialog
        title={t('recordings.deleteTitle')}
        hint={t('recordings.deleteHint')}
        confirm={t('recordings.delete')}
        isOpen={asking}
        isPending={remove.pending}
        onConfirm={() => void remove.run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
