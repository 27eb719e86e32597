import { useCallback, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { useApp } from '../../app/app-context.js';
import { Page } from '../../app/page.js';
import { useTask } from '../../app/use-task.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { FormError } from './form-error.js';
import { emailProblem, missingProblem, passwordProblem, useFormErrors } from './form-errors.js';
import { nextPath } from './next-path.js';

/** Create an account and sign in with it. */
export function RegisterScreen() {
  const { t } = useTranslation();
  const { identity } = useApp();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const next = nextPath(search.get('next'));
  // A key, which stays out of requests.
  const { hash } = useLocation();
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
      await navigate(`${next}${hash}`, { replace: true });
    }, [identity, email, password, displayName, navigate, next, hash]),
  );

  return (
    <Page title={t('register.title')} card>
      <FormError title={t('register.failed')} error={register.error} />
      <Form
        className="form"
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault();
          if (check()) void register.run();
        }}
      >
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
          hint={t('register.passwordHint')}
          type="password"
          name="password"
          autoComplete="new-password"
          isRequired
          value={password}
          onChange={setPassword}
          error={errors.password}
        />
        <Button type="submit" look="primary" wide isPending={register.pending}>
          {t('register.submit')}
        </Button>
      </Form>
      <div className="card-foot">
        <span className="muted">{t('register.haveAccount')}</span>
        <ButtonLink look="quiet" href={next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}${hash}`}>
          {t('signIn.submit')}
        </ButtonLink>
      </div>
    </Page>
  );
}
