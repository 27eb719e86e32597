import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../app/app-context.js';
import { Page } from '../../app/page.js';
import { useTask } from '../../app/use-task.js';
import { ButtonLink } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { emailProblem, missingProblem, passwordProblem, useFormErrors } from './form-errors.js';
import { EmailField, IdentityForm, PasswordField } from './identity-form.js';
import { useNext } from './use-next.js';

/** Create an account and sign in with it. */
export function RegisterScreen() {
  const { t } = useTranslation();
  const { identity } = useApp();
  const next = useNext();
  const [displayName, setDisplayName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { errors, check } = useFormErrors({
    displayName: missingProblem(displayName),
    email: emailProblem(email),
    password: passwordProblem(password),
  });
  const register = useTask(
    useCallback(async () => {
      await identity.register(email.trim(), password, displayName.trim());
      await next.go();
    }, [identity, email, password, displayName, next]),
  );

  return (
    <Page title={t('register.title')} card>
      <IdentityForm task={register} failed={t('register.failed')} submit={t('register.submit')} check={check}>
        <TextField
          label={t('register.name')}
          hint={t('register.nameHint')}
          name="name"
          autoComplete="name"
          isRequired
          maxLength={64}
          value={displayName}
          onChange={setDisplayName}
          error={errors.displayName}
        />
        <EmailField value={email} onChange={setEmail} error={errors.email} />
        <PasswordField
          autoComplete="new-password"
          hint={t('register.passwordHint')}
          value={password}
          onChange={setPassword}
          error={errors.password}
        />
      </IdentityForm>
      <div className="card-foot">
        <span className="muted">{t('register.haveAccount')}</span>
        <ButtonLink look="quiet" href={next.by('/sign-in')}>
          {t('signIn.submit')}
        </ButtonLink>
      </div>
    </Page>
  );
}
