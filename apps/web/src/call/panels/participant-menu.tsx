import { useState } from 'react';
import type { ParticipantView } from '@videocall/client-sdk';
import type { ParticipantRole, TrackSource } from '@videocall/signalling';
import {
  Camera,
  CameraOff,
  Crown,
  EllipsisVertical,
  Headphones,
  Mic,
  MicOff,
  Pin,
  PinOff,
  UserX,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../app/app-context.js';
import { IconButton } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/dialog.js';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.js';
import { useCall } from '../call-context.js';
import { useCallUi } from '../call-ui.js';
import { cameraOf, isHeard } from '../stage/tiles.js';
import { useCallActions } from '../use-call-actions.js';

interface ParticipantMenuProps {
  readonly participant: ParticipantView;
  /** Oneself is a host. */
  readonly host: boolean;
}

/** What one can do about another participant. */
export function ParticipantMenu({ participant, host }: ParticipantMenuProps) {
  const { t } = useTranslation();
  const call = useCall();
  const { pinnedId, pin, silenced, setSilenced } = useCallUi();
  const { attempt } = useCallActions();
  const [removing, setRemoving] = useState(false);
  const { id, displayName } = participant;
  const pinned = pinnedId === id;
  const silent = silenced.has(id);
  const label = t('people.menu', { name: displayName });
  return (
    <>
      <Menu label={label} trigger={<IconButton label={label} icon={<EllipsisVertical size={20} />} />}>
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
        {host ? <HostItems participant={participant} onRemove={() => setRemoving(true)} /> : null}
      </Menu>
      <ConfirmDialog
        title={t('people.removeTitle', { name: displayName })}
        hint={t('people.removeHint')}
        confirm={t('people.remove')}
        isOpen={removing}
        onClose={() => setRemoving(false)}
        onConfirm={() => {
          setRemoving(false);
          attempt(call.removeParticipant(id));
        }}
      />
    </>
  );
}

function HostItems({
  participant,
  onRemove,
}: {
  readonly participant: ParticipantView;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { toasts } = useApp();
  const call = useCall();
  const { attempt } = useCallActions();
  const { id, displayName, role } = participant;
  const ask = (source: TrackSource) =>
    attempt(call.askToUnmute(id, source).then(() => toasts.show(t('people.asked', { name: displayName }))));
  const setRole = (next: ParticipantRole) => attempt(call.setParticipantRole(id, next));
  return (
    <>
      <MenuSeparator />
      {isHeard(participant) ? (
        <MenuItem
          label={t('people.mute')}
          icon={<MicOff size={20} />}
          onAction={() => attempt(call.muteParticipant(id, 'MICROPHONE', true))}
        />
      ) : participant.mutedByHost.includes('MICROPHONE') ? (
        <MenuItem
          label={t('people.allowMicrophone')}
          icon={<Mic size={20} />}
          onAction={() => attempt(call.muteParticipant(id, 'MICROPHONE', false))}
        />
      ) : role === 'LISTENER' ? null : (
        <MenuItem label={t('people.askUnmute')} icon={<Mic size={20} />} onAction={() => ask('MICROPHONE')} />
      )}
      {cameraOf(participant) ? (
        <MenuItem
          label={t('people.stopCamera')}
          icon={<CameraOff size={20} />}
          onAction={() => attempt(call.muteParticipant(id, 'CAMERA', true))}
        />
      ) : participant.mutedByHost.includes('CAMERA') ? (
        <MenuItem
          label={t('people.allowCamera')}
          icon={<Camera size={20} />}
          onAction={() => attempt(call.muteParticipant(id, 'CAMERA', false))}
        />
      ) : role === 'LISTENER' ? null : (
        <MenuItem label={t('people.askCamera')} icon={<Camera size={20} />} onAction={() => ask('CAMERA')} />
      )}
      {role === 'HOST' ? null : (
        <MenuItem label={t('people.makeHost')} icon={<Crown size={20} />} onAction={() => setRole('HOST')} />
      )}
      {role === 'SPEAKER' ? null : (
        <MenuItem label={t('people.makeSpeaker')} icon={<Mic size={20} />} onAction={() => setRole('SPEAKER')} />
      )}
      {role === 'LISTENER' ? null : (
        <MenuItem
          label={t('people.makeListener')}
          icon={<Headphones size={20} />}
          onAction={() => setRole('LISTENER')}
        />
      )}
      <MenuItem label={t('people.remove')} icon={<UserX size={20} />} danger onAction={onRemove} />
    </>
  );
}
