import { useState } from 'react';
import { Link } from 'react-aria-components';
import { CircleUser, Film, LogIn, LogOut, Settings, Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { SettingsDialog } from '../settings/settings-dialog.js';
import { Avatar } from '../ui/avatar.js';
import { IconButton } from '../ui/button.js';
import { Menu, MenuItem } from '../ui/menu.js';
import { useApp, useIdentity } from './app-context.js';
import './header.css';

/** The top of every page outside of a call. */
export function Header() {
  const { t } = useTranslation();
  const { identity, toasts } = useApp();
  const state = useIdentity();
  const navigate = useNavigate();
  const [settingsOpen, setSettingsOpen] = useState(false);

  const signOut = () => {
    void navigate('/sign-in');
    // Signed out here in any case; the server's copy ends by itself.
    identity.logout().catch(() => toasts.show(t('offline.unreachable')));
  };

  return (
    <header className="header">
      <Link href="/" className="header-brand">
        <span className="header-mark" aria-hidden="true">
          <Video size={18} />
        </span>
        {t('common.app')}
      </Link>
      <div className="header-actions">
        {state.kind === 'signedIn' ? (
          <Link href="/recordings" className="header-link" aria-label={t('recordings.title')}>
            <Film size={22} aria-hidden="true" />
            <span>{t('recordings.title')}</span>
          </Link>
        ) : null}
        <IconButton label={t('header.settings')} icon={<Settings size={22} />} onPress={() => setSettingsOpen(true)} />
        {state.kind === 'signedIn' ? (
          <Menu
            label={t('header.account', { name: state.user.displayName })}
            trigger={
              <IconButton
                label={t('header.account', { name: state.user.displayName })}
                icon={<Avatar name={state.user.displayName} size={36} />}
              />
            }
          >
            <MenuItem
              id="who"
              label={state.user.displayName}
              hint={state.user.kind === 'GUEST' ? t('header.guest') : state.user.email}
              icon={<CircleUser size={20} />}
              onAction={() => setSettingsOpen(true)}
            />
            {state.user.kind === 'GUEST' ? (
              <MenuItem id="signIn" label={t('signIn.submit')} icon={<LogIn size={20} />} href="/sign-in" />
            ) : null}
            <MenuItem id="signOut" label={t('header.signOut')} icon={<LogOut size={20} />} onAction={signOut} />
          </Menu>
        ) : null}
      </div>
      <SettingsDialog isOpen={settingsOpen} onClose={() => setSettingsOpen(false)} />
    </header>
  );
}
