import { type KeyPress, shortcutFor } from './shortcuts.js';

const press = (key: string, changes: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: key === ' ' ? 'Space' : `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  ...changes,
});

describe('shortcutFor', () => {
  it('knows the letters, in capitals too', () => {
    expect(shortcutFor(press('m'), 'none', true)).toBe('microphone');
    expect(shortcutFor(press('V'), 'control', true)).toBe('camera');
  });

  it('leaves letters to text fields and to input methods', () => {
    expect(shortcutFor(press('m'), 'text', true)).toBeNull();
    expect(shortcutFor(press('m', { isComposing: true }), 'none', true)).toBeNull();
  });

  it('takes the space bar only where no control has it', () => {
    expect(shortcutFor(press(' '), 'none', true)).toBe('talk');
    expect(shortcutFor(press(' '), 'control', true)).toBeNull();
  });

  it('takes Ctrl or ⌘ with D and E everywhere, letters off or on', () => {
    expect(shortcutFor(press('d', { ctrlKey: true }), 'text', false)).toBe('microphone');
    expect(shortcutFor(press('e', { metaKey: true }), 'text', false)).toBe('camera');
  });

  it('leaves the browser its own combinations', () => {
    expect(shortcutFor(press('c', { ctrlKey: true }), 'none', true)).toBeNull();
    expect(shortcutFor(press('p', { metaKey: true }), 'none', true)).toBeNull();
    expect(shortcutFor(press('m', { altKey: true }), 'none', true)).toBeNull();
    expect(shortcutFor(press('d', { ctrlKey: true, shiftKey: true }), 'none', true)).toBeNull();
  });

  it('does nothing by letters when they are switched off', () => {
    expect(shortcutFor(press('m'), 'none', false)).toBeNull();
    expect(shortcutFor(press('?', { shiftKey: true }), 'none', false)).toBeNull();
  });

  it('does not flicker while a key is held down', () => {
    expect(shortcutFor(press('m', { repeat: true }), 'none', true)).toBeNull();
  });

  it('opens the help on the question mark, which needs shift on most keyboards', () => {
    expect(shortcutFor(press('?', { shiftKey: true }), 'none', true)).toBe('help');
  });
});
