/** Milliseconds for which the microphone stays open after the key is released, so that the last syllable is heard. */
export const TAIL = 200;

/**
 * Push to talk. `latched` is the touch way: a tap opens the microphone until the next tap.
 */
export type TalkState =
  | { readonly kind: 'silent' }
  | { readonly kind: 'held' }
  | { readonly kind: 'latched' }
  | { readonly kind: 'tail'; readonly until: number };

export type TalkEvent =
  | { readonly kind: 'press' }
  | { readonly kind: 'release'; readonly now: number }
  | { readonly kind: 'tap' }
  | { readonly kind: 'blur' }
  | { readonly kind: 'time'; readonly now: number };

export const SILENT: TalkState = { kind: 'silent' };

export function nextTalk(state: TalkState, event: TalkEvent): TalkState {
  switch (event.kind) {
    case 'press':
      return { kind: 'held' };
    case 'release':
      return state.kind === 'held' ? { kind: 'tail', until: event.now + TAIL } : state;
    case 'tap':
      return state.kind === 'latched' ? SILENT : { kind: 'latched' };
    case 'blur':
      // Whoever turns to another window did not mean to be heard there.
      return SILENT;
    case 'time':
      return state.kind === 'tail' && event.now >= state.until ? SILENT : state;
  }
}

/** Whether the microphone is open. */
export function talks(state: TalkState): boolean {
  return state.kind !== 'silent';
}
