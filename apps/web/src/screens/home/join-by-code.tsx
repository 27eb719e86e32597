import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { readInvite } from './read-invite.js';

/** Join by what somebody sent: a code, or the whole link. */
export function JoinByCode() {
  const { t } = useTranslation();
  return (
    <section className="panel-card" aria-labelledby="join-call">
      <h2 id="join-call">{t('home.join')}</h2>
      <CodeForm />
    </section>
  );
}

/** The field for a code; `/` puts the focus in it. */
export function CodeForm() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    const focusCode = (event: KeyboardEvent) => {
      const inField =
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, [role=dialog], [contenteditable]') !== null;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || inField) return;
      event.preventDefault();
      form.current?.querySelector('input')?.focus();
    };
    document.addEventListener('keydown', focusCode);
    return () => document.removeEventListener('keydown', focusCode);
  }, []);

  return (
    <Form
      ref={form}
      className="join-form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        const path = readInvite(text, window.location.origin);
        setRefused(path === undefined);
        if (path !== undefined) void navigate(path);
      }}
    >
      <TextField
        label={t('home.code')}
        hint={t('home.codeHint')}
        value={text}
        onChange={(value) => {
          setText(value);
          setRefused(false);
        }}
        autoComplete="off"
        verbatim
        error={refused ? t('home.badCode') : undefined}
      />
      <Button type="submit">{t('home.joinSubmit')}</Button>
    </Form>
  );
}
