import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { useApp, useIdentity } from '../../app/app-context.js';
import { Page } from '../../app/page.js';
import { useTask } from '../../app/use-task.js';
import { ButtonLink } from '../../ui/button.js';
import { emailProblem, missingProblem, useFormErrors } from './form-errors.js';
import { EmailField, IdentityForm, PasswordField } from './identity-form.js';
import { useNext } from './use-next.js';

/** Sign in with an account. */
export function SignInScreen() {
  const { t } = useTranslation();
  const { identity } = useApp();
  const state = useIdentity();
  const next = useNext();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { errors, check } = useFormErrors({ email: emailProblem(email), password: missingProblem(password) });
  const signIn = useTask(
    useCallback(async () => {
      await identity.login(email.trim(), password);
      await next.go();
    }, [identity, email, password, next]),
  );

  if (state.kind === 'signedIn' && state.user.kind === 'USER' && !signIn.pending)
    return <Navigate to={next.path} replace />;

  return (
    <Page title={t('signIn.title')} card>
      <IdentityForm task={signIn} failed={t('signIn.failed')} submit={t('signIn.submit')} check={check}>
        <EmailField value={email} onChange={setEmail} error={errors.email} />
        <PasswordField
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={errors.password}
        />
      </IdentityForm>
      <div className="card-foot">
        <span className="muted">{t('signIn.noAccount')}</span>
        <ButtonLink look="quiet" href={next.by('/register')}>
          {t('signIn.createAccount')}
        </ButtonLink>
        <ButtonLink look="quiet" href="/join">
          {t('signIn.asGuest')}
        </ButtonLink>
      </div>
    </Page>
  );
}
