import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/app-context.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { missingProblem, useFormErrors } from '../identity/form-errors.js';

interface GuestFormProps {
  readonly pending: boolean;
  readonly onContinue: (displayName: string) => void;
  /** Where to come back to after signing in instead. */
  readonly signInNext: string;
  /** A key that goes along, and stays out of requests. */
  readonly fragment?: string;
}

/** A name is all that a guest gives. */
export function GuestForm({ pending, onContinue, signInNext, fragment = '' }: GuestFormProps) {
  const { t } = useTranslation();
  const [settings, change] = useSettings();
  const [name, setName] = useState(settings.displayName);
  const { errors, check } = useFormErrors({ name: missingProblem(name) });
  return (
    <>
      <Form
        className="form"
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault();
          if (!check()) return;
          change({ displayName: name.trim() });
          onContinue(name.trim());
        }}
      >
        <TextField
          label={t('guest.name')}
          name="name"
          autoComplete="name"
          isRequired
          maxLength={64}
          value={name}
          onChange={setName}
          error={errors.name}
        />
        <Button type="submit" look="primary" wide isPending={pending}>
          {t('guest.continue')}
        </Button>
      </Form>
      <div className="card-foot">
        <ButtonLink look="quiet" href={`/sign-in?next=${encodeURIComponent(signInNext)}${fragment}`}>
          {t('guest.signInInstead')}
        </ButtonLink>
      </div>
    </>
  );
}
