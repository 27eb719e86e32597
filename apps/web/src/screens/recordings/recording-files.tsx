import { useCallback } from 'react';
import type { Recording, RecordingFile } from '@videocall/rest-api';
import { AudioLines, Clapperboard, Download, Film, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { clock } from '../../app/duration.js';
import { useRefusalText } from '../../app/refusal-text.js';
import { useTask } from '../../app/use-task.js';
import { IconButton } from '../../ui/button.js';
import { bytesText } from './recording-text.js';
import { useSaveFile } from './use-file-address.js';

interface FilesProps {
  readonly recording: Recording;
  readonly kind: RecordingFile['kind'];
  readonly title: string;
  /** Shows a file in the player; left out where browsers may not play it. */
  readonly onPlay?: (file: RecordingFile) => void;
}

/** The files of one kind, to save and perhaps to play; nothing where there are none. */
export function RecordingFiles({ recording, kind, title, onPlay }: FilesProps) {
  const files = recording.files.filter((file) => file.kind === kind);
  if (files.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className="rows recording-files">
        {files.map((file) => (
          <FileRow key={file.id} recordingId={recording.id} file={file} onPlay={onPlay} />
        ))}
      </ul>
    </section>
  );
}

const ICONS = { COMPOSITE: Film, PARTICIPANT: AudioLines, THUMBNAIL: Film, CLIP: Clapperboard };

function FileRow({
  recordingId,
  file,
  onPlay,
}: {
  readonly recordingId: string;
  readonly file: RecordingFile;
  readonly onPlay: ((file: RecordingFile) => void) | undefined;
}) {
  const { t, i18n } = useTranslation();
  const refusalText = useRefusalText();
  const saveFile = useSaveFile();
  const save = useTask(useCallback(() => saveFile(recordingId, file.id), [saveFile, recordingId, file.id]));
  const Icon = ICONS[file.kind];
  const name = nameOf(file, t('recordings.composite'));
  return (
    <li className="row">
      <Icon size={20} aria-hidden="true" className="muted" />
      <div className="row-words">
        <p className="row-title figures">{name}</p>
        <p className="row-detail figures">
          {file.ready ? `${clock(file.durationMs)} · ${bytesText(i18n.language, file.bytes)}` : t('recordings.making')}
        </p>
        {save.error === undefined ? null : (
          <p className="field-error" role="alert">
            {refusalText(save.error)}
          </p>
        )}
      </div>
      {file.ready ? (
        <div className="row-actions">
          {onPlay ? (
            <IconButton
              label={t('recordings.playFile', { file: name })}
              icon={<Play size={20} />}
              onPress={() => onPlay(file)}
            />
          ) : null}
          <IconButton
            label={t('recordings.downloadFile', { file: name })}
            icon={<Download size={20} />}
            onPress={() => void save.run()}
          />
        </div>
      ) : null}
    </li>
  );
}

function nameOf({ kind, participantName, fromMs, toMs }: RecordingFile, composite: string): string {
  if (kind === 'PARTICIPANT') return participantName ?? '';
  return fromMs === null || toMs === null ? composite : `${clock(fromMs)} – ${clock(toMs)}`;
}
