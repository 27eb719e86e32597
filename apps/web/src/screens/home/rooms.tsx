import { useCallback, useState } from 'react';
import type { Room } from '@videocall/rest-api';
import { DoorOpen, EllipsisVertical, Link, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useApp, useIdentity } from '../../app/app-context.js';
import { copyText } from '../../app/copy-text.js';
import { useRefusalText } from '../../app/refusal-text.js';
import { useLoad } from '../../app/use-load.js';
import { useTask } from '../../app/use-task.js';
import { Button, ButtonLink, IconButton } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/dialog.js';
import { Menu, MenuItem } from '../../ui/menu.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { NewRoomDialog } from './new-room-dialog.js';

/** The rooms one may enter. */
export function Rooms() {
  const { t } = useTranslation();
  const { api } = useApp();
  const refusalText = useRefusalText();
  const [rooms, reload] = useLoad(useCallback(() => api.call('listRooms', {}), [api]));
  const [creating, setCreating] = useState(false);
  return (
    <section className="panel-card" aria-labelledby="rooms">
      <div className="panel-card-header">
        <h2 id="rooms">{t('home.rooms')}</h2>
        <Button look="quiet" icon={<Plus size={20} aria-hidden="true" />} onPress={() => setCreating(true)}>
          {t('home.newRoom')}
        </Button>
      </div>
      {rooms.kind === 'loading' ? <Skeleton rows={2} /> : null}
      {rooms.kind === 'failed' ? (
        <Notice
          tone="danger"
          title={t('home.failedRooms')}
          actions={<Button onPress={reload}>{t('common.retry')}</Button>}
        >
          {refusalText(rooms.error)}
        </Notice>
      ) : null}
      {rooms.kind === 'ready' && rooms.value.rooms.length === 0 ? (
        <div className="empty">
          <p className="row-title">{t('home.noRooms')}</p>
          <p className="muted">{t('home.noRoomsHint')}</p>
        </div>
      ) : null}
      {rooms.kind === 'ready' && rooms.value.rooms.length > 0 ? (
        <ul className="rows">
          {rooms.value.rooms.map((room) => (
            <RoomRow key={room.id} room={room} onDeleted={reload} />
          ))}
        </ul>
      ) : null}
      <NewRoomDialog
        isOpen={creating}
        onClose={() => setCreating(false)}
        onCreated={() => {
          setCreating(false);
          reload();
        }}
      />
    </section>
  );
}

function RoomRow({ room, onDeleted }: { readonly room: Room; readonly onDeleted: () => void }) {
  const { t } = useTranslation();
  const { api, toasts } = useApp();
  const identity = useIdentity();
  const refusalText = useRefusalText();
  const [asking, setAsking] = useState(false);
  const name = room.title === '' ? room.name : room.title;
  const mine = identity.kind === 'signedIn' && (identity.user.id === room.ownerId || identity.user.admin);
  const remove = useTask(
    useCallback(async () => {
      await api.call('deleteRoom', { params: { name: room.name } }).finally(() => setAsking(false));
      onDeleted();
    }, [api, room.name, onDeleted]),
  );
  const copyLink = async () => {
    const copied = await copyText(`${window.location.origin}/room/${room.name}`);
    toasts.show(t(copied ? 'common.linkCopied' : 'common.linkNotCopied'));
  };
  return (
    <li className="row">
      <DoorOpen size={20} aria-hidden="true" className={room.activeCallId === null ? 'muted' : 'live'} />
      <div className="row-words">
        <p className="row-title">{name}</p>
        <p className="row-detail">
          {room.participantCount > 0 ? (
            <span className="live">{t('home.roomPeople', { count: room.participantCount })}</span>
          ) : (
            t('home.roomEmpty')
          )}
        </p>
        {remove.error === undefined ? null : (
          <p className="field-error" role="alert">
            {refusalText(remove.error)}
          </p>
        )}
      </div>
      <div className="row-actions">
        <ButtonLink href={`/room/${room.name}`} aria-label={t('home.enterRoom', { room: name })}>
          {t('home.enter')}
        </ButtonLink>
        <Menu
          label={t('home.roomMenu', { room: name })}
          trigger={<IconButton label={t('home.roomMenu', { room: name })} icon={<EllipsisVertical size={20} />} />}
        >
          <MenuItem label={t('common.copyLink')} icon={<Link size={20} />} onAction={() => void copyLink()} />
          {mine ? (
            <MenuItem
              label={t('home.deleteRoom')}
              icon={<Trash2 size={20} />}
              danger
              onAction={() => setAsking(true)}
            />
          ) : null}
        </Menu>
      </div>
      <ConfirmDialog
        title={t('home.deleteRoomTitle', { room: name })}
        hint={t('home.deleteRoomHint')}
        confirm={t('home.deleteRoom')}
        isOpen={asking}
        isPending={remove.pending}
        onConfirm={() => void remove.run()}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}
