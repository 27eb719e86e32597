import type { ParticipantView } from '@videocall/client-sdk';
import type { QualityVerdict } from '@videocall/signalling';
import { Hand, MicOff, MonitorUp, Pin } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../ui/avatar.js';
import { useCallState } from '../call-context.js';
import { useCallUi } from '../call-ui.js';
import type { Rect } from '../layout/arrange.js';
import { QualityBars } from '../status/quality-bars.js';
import { TileMenu } from './tile-menu.js';
import { OwnVideo, RemoteVideo } from './tile-video.js';
import { cameraOf, isHeard } from './tiles.js';
import './tile.css';

interface TileProps {
  readonly participant: ParticipantView;
  readonly rect: Rect;
  /** From 1. */
  readonly index: number;
  readonly count: number;
  readonly speaking: boolean;
  readonly verdict: QualityVerdict | undefined;
  /** Reached by Tab; the others by arrow keys. */
  readonly tabStop: boolean;
}

/** One participant on the stage. */
export function Tile({ participant, rect, index, count, speaking, verdict, tabStop }: TileProps) {
  const { t } = useTranslation();
  const { pinnedId } = useCallUi();
  const { screenSharerId, encryption } = useCallState();
  const { id, displayName, isSelf, state, handRaisedAt } = participant;
  const undecryptable = encryption?.undecryptableIds.includes(id) ?? false;
  const heard = isHeard(participant);
  const pinned = pinnedId === id;
  const reconnecting = state === 'RECONNECTING';
  const name = isSelf ? t('tile.self', { name: displayName }) : displayName;
  const states = [
    t(heard ? 'tile.microphoneOn' : 'tile.microphoneOff'),
    cameraOf(participant) ? '' : t('tile.cameraOff'),
    verdict ? t('tile.connection', { quality: t(`quality.${verdict}`) }) : '',
    handRaisedAt === null ? '' : t('tile.hand'),
    screenSharerId === id ? t('tile.presenting') : '',
    pinned ? t('tile.pinned') : '',
    reconnecting ? t('tile.reconnecting') : '',
    undecryptable ? t('encryption.tile') : '',
  ].filter((part) => part !== '');
  const small = rect.width < 200;
  return (
    <div
      className={`tile${speaking ? ' tile-speaking' : ''}${small ? ' tile-small' : ''}`}
      style={{ transform: `translate(${rect.x}px, ${rect.y}px)`, width: rect.width, height: rect.height }}
      role="group"
      aria-label={t('tile.label', { name, states: states.join(t('tile.stateSeparator')), index, count })}
      tabIndex={tabStop ? 0 : -1}
      data-tile={id}
      data-speaking={speaking}
    >
      <TilePicture participant={participant} rect={rect} />
      {reconnecting ? <p className="tile-overlay">{t('connection.reconnecting')}</p> : null}
      {undecryptable && !reconnecting ? <p className="tile-overlay">{t('encryption.tile')}</p> : null}
      <div className="tile-corner" aria-hidden="true">
        {handRaisedAt === null ? null : (
          <span className="tile-badge tile-hand">
            <Hand size={18} />
          </span>
        )}
        {screenSharerId === id ? (
          <span className="tile-badge">
            <MonitorUp size={18} />
          </span>
        ) : null}
        {pinned ? (
          <span className="tile-badge">
            <Pin size={18} />
          </span>
        ) : null}
      </div>
      <div className="tile-plate" aria-hidden="true">
        {heard ? null : <MicOff size={16} className="tile-mic-off" />}
        <span className="tile-name">{isSelf && small ? t('tile.selfPlain') : name}</span>
        {verdict ? <QualityBars verdict={verdict} /> : null}
      </div>
      {isSelf ? null : <TileMenu participant={participant} />}
    </div>
  );
}

/** The camera, or what stands for it, and why it is not there. */
function TilePicture({ participant, rect }: { readonly participant: ParticipantView; readonly rect: Rect }) {
  const { t } = useTranslation();
  const { local } = useCallState();
  const { receiveAudioOnly } = useCallUi();
  const { displayName, isSelf } = participant;
  const size = Math.round(Math.max(40, Math.min(128, rect.height * 0.42, rect.width * 0.42)));
  if (isSelf) {
    const camera = local.CAMERA;
    return camera?.mediaTrack && !camera.muted ? (
      <OwnVideo mediaTrack={camera.mediaTrack} tile={rect} label={t('tile.selfPlain')} />
    ) : (
      <Avatar name={displayName} size={size} />
    );
  }
  const track = receiveAudioOnly ? undefined : cameraOf(participant);
  const held = track && heldBackOf(track.heldBack, track.pausedReason);
  return (
    <>
      {track && !held ? null : <Avatar name={displayName} size={size} />}
      {track ? <RemoteVideo track={track} tile={rect} label={displayName} /> : null}
      {held ? <p className="tile-held">{t(`tile.videoPaused.${held}`)}</p> : null}
    </>
  );
}

type HeldBack = 'RECEIVE_PROFILE' | 'BANDWIDTH' | 'QUALITY_EXCEEDED' | 'other';

/** Why a picture that is published does not come; undefined while it does, or is about to. */
export function heldBackOf(heldBack: string | null, pausedReason: string | null): HeldBack | undefined {
  const reason = pausedReason ?? heldBack;
  if (reason === null || reason === 'NOT_SHOWN') return undefined;
  return reason === 'RECEIVE_PROFILE' || reason === 'BANDWIDTH' || reason === 'QUALITY_EXCEEDED' ? reason : 'other';
}
