import { Film } from 'lucide-react';
import { useFileAddress } from './use-file-address.js';

/** A picture from the recording; decoration only, since the row says what it is. */
export function RecordingThumbnail({ recordingId, fileId }: { recordingId: string; fileId: string | undefined }) {
  return (
    <span className="recording-thumbnail" aria-hidden="true">
      {fileId === undefined ? <Film size={24} /> : <Picture recordingId={recordingId} fileId={fileId} />}
    </span>
  );
}

function Picture({ recordingId, fileId }: { readonly recordingId: string; readonly fileId: string }) {
  const [address] = useFileAddress(recordingId, fileId);
  return address.kind === 'ready' ? <img src={address.value} alt="" loading="lazy" /> : <Film size={24} />;
}
