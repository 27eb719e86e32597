import type { ParticipantView } from '@videocall/client-sdk';
import { EllipsisVertical, Pin, PinOff, Volume2, VolumeX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.js';
import { Menu, MenuItem } from '../../ui/menu.js';
import { useCall } from '../call-context.js';
import { useCallUi } from '../call-ui.js';

/** What one can do with a tile for oneself alone. */
export function TileMenu({ participant: { id, displayName } }: { readonly participant: ParticipantView }) {
  const { t } = useTranslation();
  const call = useCall();
  const { pinnedId, pin, silenced, setSilenced } = useCallUi();
  const pinned = pinnedId === id;
  const silent = silenced.has(id);
  const label = t('tile.menu', { name: displayName });
  return (
    <Menu
      label={label}
      trigger={<IconButton className="tile-menu" label={label} icon={<EllipsisVertical size={20} />} />}
    >
      <MenuItem
        label={t(pinned ? 'tile.unpin' : 'tile.pin')}
        icon={pinned ? <PinOff size={20} /> : <Pin size={20} />}
        onAction={() => pin(pinned ? undefined : id)}
      />
      <MenuItem
        label={t(silent ? 'people.unsilence' : 'people.silence')}
        icon={silent ? <Volume2 size={20} /> : <VolumeX size={20} />}
        onAction={() => {
          call.setVolume(id, silent ? 1 : 0);
          setSilenced(id, !silent);
        }}
      />
    </Menu>
  );
}
