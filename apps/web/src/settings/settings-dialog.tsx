import { useTranslation } from 'react-i18next';
import { useIdentity, useSettings } from '../app/app-context.js';
import { Dialog } from '../ui/dialog.js';
import { RadioGroup, Select, Switch } from '../ui/field.js';
import { SignedInDevices } from './signed-in-devices.js';
import type { LanguageChoice, ThemeChoice } from './settings.js';
import './settings-dialog.css';

/** Appearance, language, how calls behave here, and where one is signed in. */
export function SettingsDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const identity = useIdentity();
  const [settings, change] = useSettings();
  return (
    <Dialog title={t('settings.title')} isOpen={isOpen} onClose={onClose} wide>
      <RadioGroup
        inline
        label={t('settings.theme')}
        value={settings.theme}
        onChange={(theme) => change({ theme: theme as ThemeChoice })}
        choices={[
          { id: 'system', label: t('settings.themeSystem') },
          { id: 'light', label: t('settings.themeLight') },
          { id: 'dark', label: t('settings.themeDark') },
        ]}
      />
      <Select
        label={t('settings.language')}
        value={settings.language}
        onChange={(language) => change({ language: language as LanguageChoice })}
        choices={[
          { id: 'system', label: t('settings.languageSystem') },
          { id: 'en', label: 'English' },
          { id: 'ja', label: '日本語' },
        ]}
      />
      <section className="settings-section" aria-labelledby="settings-calls">
        <h3 id="settings-calls">{t('settings.calls')}</h3>
        <Switch
          label={t('settings.pushToTalk')}
          hint={t('settings.pushToTalkHint')}
          isSelected={settings.pushToTalk}
          onChange={(pushToTalk) => change({ pushToTalk })}
        />
        <Switch
          label={t('settings.shortcuts')}
          hint={t('settings.shortcutsHint')}
          isSelected={settings.shortcuts}
          onChange={(shortcuts) => change({ shortcuts })}
        />
        <Switch
          label={t('settings.keepControls')}
          hint={t('settings.keepControlsHint')}
          isSelected={settings.keepControls}
          onChange={(keepControls) => change({ keepControls })}
        />
      </section>
      {isOpen && identity.kind === 'signedIn' && identity.user.kind === 'USER' ? <SignedInDevices /> : null}
    </Dialog>
  );
}
