import { type KeyboardEvent, type RefObject, useRef } from 'react';
import type { RecordingFile } from '@videocall/rest-api';
import { useTranslation } from 'react-i18next';
import { useRefusalText } from '../../app/refusal-text.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { playerAction } from './player-keys.js';
import { useFileAddress } from './use-file-address.js';

interface RecordingPlayerProps {
  readonly recordingId: string;
  readonly file: RecordingFile;
  readonly label: string;
  /** For whoever needs to know where it is, or to send it elsewhere. */
  readonly video: RefObject<HTMLVideoElement | null>;
}

/** Plays a file, with seeking; when its address has expired, it goes on at the same place with a fresh one. */
export function RecordingPlayer({ recordingId, file, label, video }: RecordingPlayerProps) {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  const [address, renew] = useFileAddress(recordingId, file.id);
  const position = useRef(0);
  const renewed = useRef(false);

  if (address.kind === 'loading') return <Skeleton rows={1} />;
  if (address.kind === 'failed') {
    return (
      <Notice
        tone="danger"
        title={t('recordings.notPlayed')}
        actions={<Button onPress={renew}>{t('common.retry')}</Button>}
      >
        {refusalText(address.error)}
      </Notice>
    );
  }
  return (
    <video
      ref={video}
      className="recording-player"
      src={address.value}
      controls
      playsInline
      preload="metadata"
      aria-label={label}
      onLoadedMetadata={({ currentTarget }) => {
        if (position.current > 0) currentTarget.currentTime = position.current;
      }}
      onTimeUpdate={({ currentTarget }) => {
        position.current = currentTarget.currentTime;
        renewed.current = false;
      }}
      onError={() => {
        // Once without any progress since: what a fresh address does not help stays as the browser shows it.
        if (renewed.current) return;
        renewed.current = true;
        renew();
      }}
      onKeyDown={onKey}
    />
  );
}

function onKey(event: KeyboardEvent<HTMLVideoElement>): void {
  const action = playerAction(event);
  if (!action) return;
  // The browser's own keys on its controls differ from one to the next.
  event.preventDefault();
  const player = event.currentTarget;
  switch (action.type) {
    case 'toggle':
      if (!player.paused) return player.pause();
      // Refused only where there is nothing to play, and then the player says so.
      return void player.play().catch(() => undefined);
    case 'mute':
      player.muted = !player.muted;
      return;
    case 'fullscreen':
      return void (document.fullscreenElement ? document.exitFullscreen() : player.requestFullscreen());
    case 'seek':
      player.currentTime = Math.max(0, Math.min(player.currentTime + action.seconds, player.duration));
      return;
    case 'jump':
      player.currentTime = player.duration * action.part;
      return;
  }
}
