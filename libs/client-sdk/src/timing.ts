/** `performance.mark` names of the way from the click to the first picture, for measuring it. */
export const TIMING_MARKS = {
  joinRequested: 'videocall:join-requested',
  joinReplied: 'videocall:join-replied',
  connectSent: 'videocall:connect-sent',
  connectReplied: 'videocall:connect-replied',
  mediaConnected: 'videocall:media-connected',
} as const;

export function mark(name: keyof typeof TIMING_MARKS): void {
  performance.mark(TIMING_MARKS[name]);
}
