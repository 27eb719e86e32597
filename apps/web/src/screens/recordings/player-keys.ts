/** What a key does to a player; undefined: nothing, so that it does what it does elsewhere. */
export type PlayerAction =
  | { readonly type: 'toggle' }
  | { readonly type: 'mute' }
  | { readonly type: 'fullscreen' }
  | { readonly type: 'seek'; readonly seconds: number }
  | { readonly type: 'jump'; readonly part: number };

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The keys that players on the web have in common. */
export function playerAction({ key, ctrlKey, metaKey, altKey }: Key): PlayerAction | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (/^[0-9]$/.test(key)) return { type: 'jump', part: Number(key) / 10 };
  switch (key.toLowerCase()) {
    case ' ':
    case 'k':
      return { type: 'toggle' };
    case 'arrowleft':
      return { type: 'seek', seconds: -5 };
    case 'arrowright':
      return { type: 'seek', seconds: 5 };
    case 'j':
      return { type: 'seek', seconds: -10 };
    case 'l':
      return { type: 'seek', seconds: 10 };
    case 'm':
      return { type: 'mute' };
    case 'f':
      return { type: 'fullscreen' };
    default:
      return undefined;
  }
}
