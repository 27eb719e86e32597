import type { Recording } from '@videocall/rest-api';
import { useTranslation } from 'react-i18next';

/** How far a recording is, where it cannot be played yet or ever. */
export function RecordingState({ recording }: { readonly recording: Recording }) {
  const { t } = useTranslation();
  switch (recording.state) {
    case 'STARTING':
    case 'CAPTURING':
      return (
        <span className="recording-live">
          <span className="recording-dot" aria-hidden="true" />
          {t('recordings.recording')}
        </span>
      );
    case 'PROCESSING': {
      const percent = Math.floor(recording.progressPermille / 10);
      return (
        <span className="recording-progress">
          <span className="figures">{t('recordings.processing', { percent })}</span>
          <progress max={100} value={percent} aria-label={t('recordings.progress')} />
        </span>
      );
    }
    case 'FAILED':
      return <span className="recording-failed">{t('recordings.failed')}</span>;
    case 'READY':
      return null;
  }
}
