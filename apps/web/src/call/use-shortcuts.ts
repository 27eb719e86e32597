import { useEffect } from 'react';
import { useSettings } from '../app/app-context.js';
import { useCallUi } from './call-ui.js';
import { type FocusKind, type ShortcutAction, shortcutFor } from './logic/shortcuts.js';
import { usePushToTalk } from './push-to-talk-context.js';
import { useCallActions } from './use-call-actions.js';

/** Keys of the call, wherever the focus is. */
export function useShortcuts(): void {
  const [{ shortcuts, pushToTalk }] = useSettings();
  const { panel, showPanel, showDialog, toggleLayout } = useCallUi();
  const { toggleCamera, toggleHand, toggleMicrophone, toggleShare } = useCallActions();
  const { send } = usePushToTalk();

  useEffect(() => {
    const actions: Readonly<Record<ShortcutAction, () => void>> = {
      microphone: toggleMicrophone,
      camera: toggleCamera,
      talk: () => send({ kind: 'press' }),
      hand: toggleHand,
      chat: () => showPanel(panel === 'chat' ? undefined : 'chat'),
      people: () => showPanel(panel === 'people' ? undefined : 'people'),
      share: toggleShare,
      layout: toggleLayout,
      help: () => showDialog('shortcuts'),
    };
    const down = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && panel !== undefined && focusOf(event.target) !== 'dialog')
        return showPanel(undefined);
      const focus = focusOf(event.target);
      const action = shortcutFor(event, focus === 'dialog' ? 'text' : focus, shortcuts);
      if (action === null || (action === 'talk' && !pushToTalk)) return;
      event.preventDefault();
      event.stopPropagation();
      actions[action]();
    };
    const up = (event: KeyboardEvent) => {
      if (event.code === 'Space') send({ kind: 'release', now: performance.now() });
    };
    // Before the focused control sees the key.
    document.addEventListener('keydown', down, { capture: true });
    document.addEventListener('keyup', up);
    return () => {
      document.removeEventListener('keydown', down, { capture: true });
      document.removeEventListener('keyup', up);
    };
  }, [
    shortcuts,
    pushToTalk,
    panel,
    showPanel,
    showDialog,
    toggleLayout,
    toggleCamera,
    toggleHand,
    toggleMicrophone,
    toggleShare,
    send,
  ]);
}

function focusOf(target: EventTarget | null): FocusKind | 'dialog' {
  if (!(target instanceof Element)) return 'none';
  if (target.closest('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]')) return 'dialog';
  if (target.closest('input, textarea, [contenteditable=true]')) return 'text';
  const control = target.closest('button, a, select, [role=button]');
  // A button that was clicked keeps the focus, unseen: the space bar is still for talking.
  return control?.matches(':focus-visible') ? 'control' : 'none';
}
