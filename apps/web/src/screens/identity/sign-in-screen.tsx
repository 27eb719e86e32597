import { useCallback, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation, useNavigate, useSearchParams } from 'react-router';
import { useApp, useIdentity } from '../../app/app-context.js';
import { Page } from '../../app/page.js';
import { useTask } from '../../app/use-task.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { FormError } from './form-error.js';
import { emailProblem, missingProblem, useFormErrors } from './form-errors.js';
import { nextPath } from './next-path.js';

/** Sign in with an account. */
export function SignInScreen() {
  const { t } = useTranslation();
  const { identity } = useApp();
  const state = useIdentity();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const next = nextPath(search.get('next'));
  // A key, which stays out of requests.
  const { hash } = useLocation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { errors, check } = useFormErrors({ email: emailProblem(email), password: missingProblem(password) });
  const signIn = useTask(
    useCallback(async () => {
      await identity.login(email.trim(), password);
      await navigate(`${next}${hash}`, { replace: true });
    }, [identity, email, password, navigate, next, hash]),
  );

  if (state.kind === 'signedIn' && state.user.kind === 'USER' && !signIn.pending)
    return <Navigate to={`${next}${hash}`} replace />;

  return (
    <Page title={t('signIn.title')} card>
      <FormError title={t('signIn.failed')} error={signIn.error} />
      <Form
        className="form"
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault();
          if (check()) void signIn.run();
        }}
      >
        <TextField
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="username"
          isRequired
          value={email}
          onChange={setEmail}
          error={errors.email}
        />
        <TextField
          label={t('signIn.password')}
          type="password"
          name="password"
          autoComplete="current-password"
          isRequired
          value={password}
          onChange={setPassword}
          error={errors.password}
        />
        <Button type="submit" look="primary" wide isPending={signIn.pending}>
          {t('signIn.submit')}
        </Button>
      </Form>
      <div className="card-foot">
        <span className="muted">{t('signIn.noAccount')}</span>
        <ButtonLink
          look="quiet"
          href={next === '/' ? '/register' : `/register?next=${encodeURIComponent(next)}${hash}`}
        >
          {t('signIn.createAccount')}
        </ButtonLink>
        <ButtonLink look="quiet" href="/join">
          {t('signIn.asGuest')}
        </ButtonLink>
      </div>
    </Page>
  );
}
