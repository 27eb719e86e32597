import { useState } from 'react';
import type { ParticipantView } from '@videocall/client-sdk';
import { MonitorUp, Volume2, ZoomIn, ZoomOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.js';
import { useCallState } from '../call-context.js';
import { useCallUi } from '../call-ui.js';
import type { Rect } from '../layout/arrange.js';
import { useCallActions } from '../use-call-actions.js';
import { heldBackOf } from './tile.js';
import { RemoteVideo } from './tile-video.js';
import { screenOf } from './tiles.js';
import './screen-tile.css';

const ZOOMS = [1, 1.5, 2, 3];

/** The shared screen, large; for the presenter a placeholder, since showing it would show itself without end. */
export function ScreenTile({ presenter, rect }: { readonly presenter: ParticipantView; readonly rect: Rect }) {
  const { t } = useTranslation();
  const place = { transform: `translate(${rect.x}px, ${rect.y}px)`, width: rect.width, height: rect.height };
  const label = presenter.isSelf ? t('share.presenting') : t('share.by', { name: presenter.displayName });
  return (
    <div className="tile screen-tile" style={place} role="group" aria-label={label}>
      {presenter.isSelf ? <OwnScreen /> : <OthersScreen presenter={presenter} rect={rect} label={label} />}
    </div>
  );
}

function OwnScreen() {
  const { t } = useTranslation();
  const { local } = useCallState();
  const { toggleShare } = useCallActions();
  return (
    <div className="screen-own">
      <MonitorUp size={40} aria-hidden="true" />
      <p className="screen-own-title">{t('share.presenting')}</p>
      <p>{t('share.placeholder')}</p>
      {local.SCREEN_AUDIO ? (
        <p className="screen-own-sound">
          <Volume2 size={18} aria-hidden="true" />
          {t('share.withSound')}
        </p>
      ) : null}
      <Button look="leave" onPress={toggleShare}>
        {t('call.stopShare')}
      </Button>
    </div>
  );
}

function OthersScreen({
  presenter,
  rect,
  label,
}: {
  readonly presenter: ParticipantView;
  readonly rect: Rect;
  readonly label: string;
}) {
  const { t } = useTranslation();
  const { receiveAudioOnly } = useCallUi();
  const [step, setStep] = useState(0);
  const zoom = ZOOMS[step] ?? 1;
  const track = receiveAudioOnly ? undefined : screenOf(presenter);
  const held = track && heldBackOf(track.heldBack, track.pausedReason);
  return (
    <>
      <div className="screen-scroll" tabIndex={zoom > 1 ? 0 : undefined}>
        <div className="screen-zoom" style={{ width: `${zoom * 100}%`, height: `${zoom * 100}%` }}>
          {track ? <RemoteVideo track={track} tile={rect} label={label} /> : null}
        </div>
      </div>
      {receiveAudioOnly ? <p className="tile-held">{t('quality.audioOnlyHint')}</p> : null}
      {held ? <p className="tile-held">{t(`tile.videoPaused.${held}`)}</p> : null}
      <div className="tile-plate">
        <MonitorUp size={16} aria-hidden="true" />
        <span className="tile-name">{label}</span>
      </div>
      <div className="screen-zoom-buttons">
        <IconButton
          label={t('share.zoomOut')}
          icon={<ZoomOut size={22} />}
          isDisabled={step === 0}
          onPress={() => setStep(step - 1)}
        />
        <IconButton
          label={t('share.zoomIn')}
          icon={<ZoomIn size={22} />}
          isDisabled={step === ZOOMS.length - 1}
          onPress={() => setStep(step + 1)}
        />
      </div>
    </>
  );
}
