/** What a key does in a call. */
export type ShortcutAction =
  | 'microphone'
  | 'camera'
  | 'talk'
  | 'hand'
  | 'chat'
  | 'people'
  | 'share'
  | 'layout'
  | 'help';

/** The part of a KeyboardEvent that matters here. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat: boolean;
  readonly isComposing: boolean;
}

/** Where the focus is: text is being written, a control would take the key itself, or neither. */
export type FocusKind = 'text' | 'control' | 'none';

const LETTERS: Readonly<Record<string, ShortcutAction>> = {
  m: 'microphone',
  v: 'camera',
  h: 'hand',
  c: 'chat',
  p: 'people',
  s: 'share',
  g: 'layout',
};

/** As in Meet, also while text is being written. */
const WITH_COMMAND: Readonly<Record<string, ShortcutAction>> = { d: 'microphone', e: 'camera' };

export const SHORTCUTS: ReadonlyArray<{ readonly keys: string; readonly action: ShortcutAction }> = [
  { keys: 'M', action: 'microphone' },
  { keys: 'V', action: 'camera' },
  { keys: 'Space', action: 'talk' },
  { keys: 'H', action: 'hand' },
  { keys: 'C', action: 'chat' },
  { keys: 'P', action: 'people' },
  { keys: 'S', action: 'share' },
  { keys: 'G', action: 'layout' },
  { keys: '?', action: 'help' },
];

/**
 * The action of a key, or null when the key belongs to somebody else.
 *
 * @param letters whether single keys are on (WCAG 2.1.4 wants them switchable)
 */
export function shortcutFor(press: KeyPress, focus: FocusKind, letters: boolean): ShortcutAction | null {
  if (press.isComposing || press.repeat || press.altKey) return null;
  const key = press.key.toLowerCase();
  if (press.ctrlKey !== press.metaKey) return press.shiftKey ? null : (WITH_COMMAND[key] ?? null);
  if (press.ctrlKey || !letters || focus === 'text') return null;
  if (press.key === '?') return 'help';
  if (press.shiftKey) return null;
  // A focused button is pressed by the space bar.
  if (press.code === 'Space') return focus === 'none' ? 'talk' : null;
  return LETTERS[key] ?? null;
}
