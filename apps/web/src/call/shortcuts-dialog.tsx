import { useTranslation } from 'react-i18next';
import { useSettings } from '../app/app-context.js';
import { Dialog } from '../ui/dialog.js';
import { Switch } from '../ui/field.js';
import { SHORTCUTS } from './logic/shortcuts.js';
import './shortcuts-dialog.css';

/** All keys of the call, and the switch for those of one letter. */
export function ShortcutsDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [{ shortcuts }, change] = useSettings();
  const command = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
  const rows = [
    ...SHORTCUTS.map(({ keys, action }) => ({ keys, text: t(`shortcuts.${action}`) })),
    { keys: t('shortcuts.arrows'), text: t('shortcuts.tiles') },
  ];
  const always = [
    { keys: `${command} + D`, text: t('shortcuts.microphone') },
    { keys: `${command} + E`, text: t('shortcuts.camera') },
    { keys: 'Esc', text: t('shortcuts.escape') },
  ];
  return (
    <Dialog title={t('shortcuts.title')} isOpen={isOpen} onClose={onClose}>
      <Switch label={t('shortcuts.enabled')} isSelected={shortcuts} onChange={(on) => change({ shortcuts: on })} />
      {shortcuts ? null : <p className="muted small">{t('shortcuts.off')}</p>}
      <dl className="shortcut-list">
        {[...(shortcuts ? rows : []), ...always].map(({ keys, text }) => (
          <div key={keys} className="shortcut">
            <dt>{text}</dt>
            <dd>
              <kbd>{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
