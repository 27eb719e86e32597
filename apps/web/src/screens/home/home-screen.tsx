import { useTranslation } from 'react-i18next';
import { useIdentity } from '../../app/app-context.js';
import { Page } from '../../app/page.js';
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
