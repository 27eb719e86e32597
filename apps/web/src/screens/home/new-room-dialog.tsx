import { useCallback, useState } from 'react';
import type { RoomAccess } from '@videocall/rest-api';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { isRefused } from '../../api/errors.js';
import { useApp } from '../../app/app-context.js';
import { useRefusalText } from '../../app/refusal-text.js';
import { useTask } from '../../app/use-task.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { RadioGroup, TextField } from '../../ui/field.js';
import { Notice } from '../../ui/notice.js';
import { roomNameProblem, useFormErrors } from '../identity/form-errors.js';

interface NewRoomDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onCreated: () => void;
}

/** Asks for a room's name, title and who may enter. */
export function NewRoomDialog({ isOpen, onClose, onCreated }: NewRoomDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('newRoom.title')} isOpen={isOpen} onClose={onClose}>
      <NewRoomForm onCreated={onCreated} />
    </Dialog>
  );
}

function NewRoomForm({ onCreated }: { readonly onCreated: () => void }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const refusalText = useRefusalText();
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [access, setAccess] = useState<RoomAccess>('MEMBERS');
  const { errors, check } = useFormErrors({ name: roomNameProblem(name) });
  const create = useTask(
    useCallback(async () => {
      await api.call('createRoom', { body: { name, title: title.trim(), access } });
      onCreated();
    }, [api, name, title, access, onCreated]),
  );
  return (
    <Form
      className="form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        if (check()) void create.run();
      }}
    >
      {create.error === undefined ? null : (
        <Notice tone="danger" title={t('newRoom.failed')} urgent>
          {isRefused(create.error, 'MEMBERS_ONLY') ? t('newRoom.anyoneClosed') : refusalText(create.error)}
        </Notice>
      )}
      <TextField
        autoFocus
        label={t('newRoom.name')}
        hint={t('newRoom.nameHint')}
        prefix="/room/"
        isRequired
        maxLength={40}
        autoComplete="off"
        verbatim
        value={name}
        onChange={(value) => setName(value.toLowerCase().replace(/\s+/g, '-'))}
        error={errors.name}
      />
      <TextField label={t('newRoom.label')} maxLength={120} value={title} onChange={setTitle} />
      <RadioGroup
        label={t('newRoom.access')}
        value={access}
        onChange={(value) => setAccess(value as RoomAccess)}
        choices={[
          { id: 'MEMBERS', label: t('newRoom.members'), hint: t('newRoom.membersHint') },
          { id: 'ANYONE', label: t('newRoom.anyone'), hint: t('newRoom.anyoneHint') },
        ]}
      />
      <Button type="submit" look="primary" wide isPending={create.pending}>
        {t('newRoom.submit')}
      </Button>
    </Form>
  );
}
