import { playerAction } from './player-keys.js';

const key = (name: string, modifiers = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
});

describe('a key on a player', () => {
  it.each([
    [' ', { type: 'toggle' }],
    ['K', { type: 'toggle' }],
    ['ArrowLeft', { type: 'seek', seconds: -5 }],
    ['l', { type: 'seek', seconds: 10 }],
    ['5', { type: 'jump', part: 0.5 }],
  ])('%j does %j', (name, action) => {
    expect(playerAction(key(name))).toEqual(action);
  });

  it.each([key('Tab'), key('r', { ctrlKey: true }), key('l', { metaKey: true }), key('F5')])(
    'that is the browser’s own is left to it: %j',
    (pressed) => {
      expect(playerAction(pressed)).toBeUndefined();
    },
  );
});
