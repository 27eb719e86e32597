import type { ReactNode } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../app/use-task.js';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { FormError } from './form-error.js';

interface IdentityFormProps {
  readonly task: Task;
  /** What is said above the reason when it fails. */
  readonly failed: string;
  readonly submit: string;
  /** Whether the fields may be sent. */
  readonly check: () => boolean;
  readonly children: ReactNode;
}

/** A form by which somebody says who they are. */
export function IdentityForm({ task, failed, submit, check, children }: IdentityFormProps) {
  return (
    <>
      <FormError title={failed} error={task.error} />
      <Form
        className="form"
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault();
          if (check()) void task.run();
        }}
      >
        {children}
        <Button type="submit" look="primary" wide isPending={task.pending}>
          {submit}
        </Button>
      </Form>
    </>
  );
}

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

export function EmailField(props: FieldProps) {
  const { t } = useTranslation();
  return (
    <TextField label={t('signIn.email')} type="email" name="email" autoComplete="username" isRequired {...props} />
  );
}

interface PasswordFieldProps extends FieldProps {
  readonly autoComplete: 'current-password' | 'new-password';
  readonly hint?: string;
}

export function PasswordField(props: PasswordFieldProps) {
  const { t } = useTranslation();
  return <TextField label={t('signIn.password')} type="password" name="password" isRequired {...props} />;
}
