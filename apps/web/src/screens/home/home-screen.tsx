import { Activity } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useIdentity } from '../../app/app-context.js';
import { Page } from '../../app/page.js';
import { ButtonLink } from '../../ui/button.js';
import { CallHistory } from './call-history.js';
import { JoinByCode } from './join-by-code.js';
import { Rooms } from './rooms.js';
import { StartCall } from './start-call.js';
import './home-screen.css';

/** Start a call, join one, see past ones, enter rooms. */
export function HomeScreen() {
  const { t } = useTranslation();
  const identity = useIdentity();
  const name = identity.kind === 'signedIn' ? identity.user.displayName : '';
  const member = identity.kind === 'signedIn' && identity.user.kind === 'USER';
  return (
    <Page title={t('common.home')} heading={t('home.title', { name })}>
      <div className="home">
        <div className="home-start">
          {member ? <StartCall /> : null}
          <JoinByCode />
          <ButtonLink look="quiet" icon={<Activity size={20} aria-hidden="true" />} href="/test">
            {t('deviceTest.link')}
          </ButtonLink>
        </div>
        {member ? (
          <div className="home-lists">
            <Rooms />
            <CallHistory />
          </div>
        ) : null}
      </div>
    </Page>
  );
}
