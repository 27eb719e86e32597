import {
  ArrowDownLeft,
  ArrowDownRight,
  ArrowUpLeft,
  ArrowUpRight,
  EllipsisVertical,
  EyeOff,
  MicOff,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/app-context.js';
import { Avatar } from '../../ui/avatar.js';
import { IconButton } from '../../ui/button.js';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.js';
import { PHONE, useMedia } from '../../ui/use-media.js';
import { useCallState } from '../call-context.js';
import { type Corner, useCallUi } from '../call-ui.js';
import { isHeard } from './tiles.js';
import { OwnVideo } from './tile-video.js';
import { useCornerDrag } from './use-corner-drag.js';
import './self-view.css';

const CORNERS: ReadonlyArray<readonly [Corner, typeof ArrowUpLeft]> = [
  ['topLeft', ArrowUpLeft],
  ['topRight', ArrowUpRight],
  ['bottomLeft', ArrowDownLeft],
  ['bottomRight', ArrowDownRight],
];

/** Oneself, small, in a corner of one's choice: by dragging, or by the menu. */
export function SelfView() {
  const { t } = useTranslation();
  const { self, local } = useCallState();
  const { corner, setCorner } = useCallUi();
  const [, change] = useSettings();
  const phone = useMedia(PHONE);
  const drag = useCornerDrag(setCorner);
  const width = phone ? 96 : 200;
  const height = phone ? 128 : 112;
  const camera = local.CAMERA;
  const label = t('tile.selfMenu');
  return (
    <div
      className={`self-view self-view-${corner}`}
      style={{ width, height, ...drag.style }}
      role="group"
      aria-label={t('tile.selfPlain')}
      {...drag.handlers}
    >
      {camera?.mediaTrack && !camera.muted ? (
        <OwnVideo mediaTrack={camera.mediaTrack} tile={{ width, height }} label={t('tile.selfPlain')} />
      ) : (
        <Avatar name={self.displayName} size={56} />
      )}
      {isHeard(self) ? null : (
        <span className="self-view-mic" role="img" aria-label={t('call.microphoneOff')}>
          <MicOff size={16} />
        </span>
      )}
      <Menu
        label={label}
        trigger={
          <IconButton className="tile-menu self-view-menu" label={label} icon={<EllipsisVertical size={18} />} />
        }
      >
        {CORNERS.filter(([id]) => id !== corner).map(([id, Icon]) => (
          <MenuItem key={id} label={t(`tile.corner.${id}`)} icon={<Icon size={20} />} onAction={() => setCorner(id)} />
        ))}
        <MenuSeparator />
        <MenuItem
          label={t('call.hideSelf')}
          icon={<EyeOff size={20} />}
          onAction={() => change({ selfViewHidden: true })}
        />
      </Menu>
    </div>
  );
}
