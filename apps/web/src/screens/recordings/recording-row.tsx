import type { Recording } from '@videocall/rest-api';
import { Link } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { clock } from '../../app/duration.js';
import { RecordingState } from './recording-state.js';
import { bytesText, fileOf, peopleText, titleText, whenText } from './recording-text.js';
import { RecordingThumbnail } from './recording-thumbnail.js';

/** One line of the library. */
export function RecordingRow({ recording }: { readonly recording: Recording }) {
  const { t, i18n } = useTranslation();
  const people = recording.callTitle === '' ? '' : peopleText(t, recording.participantNames);
  const details = [
    whenText(i18n.language, recording.startedAt),
    recording.durationMs > 0 ? clock(recording.durationMs) : '',
    recording.bytes > 0 ? bytesText(i18n.language, recording.bytes) : '',
  ].filter((detail) => detail !== '');
  return (
    <li>
      <Link href={`/recordings/${recording.id}`} className="row recording-row">
        <RecordingThumbnail recordingId={recording.id} fileId={fileOf(recording, 'THUMBNAIL')?.id} />
        <span className="row-words">
          <span className="row-title">{titleText(t, recording)}</span>
          <span className="row-detail figures">{details.join(' · ')}</span>
          {people === '' ? null : <span className="row-detail">{people}</span>}
          <RecordingState recording={recording} />
        </span>
      </Link>
    </li>
  );
}
