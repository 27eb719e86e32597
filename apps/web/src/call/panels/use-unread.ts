import { useState } from 'react';
import { useCallState } from '../call-context.js';

/** How many messages of others came while the chat was not open. */
export function useUnread(open: boolean): number {
  const { chat, self } = useCallState();
  const received = chat.filter(
    ({ participantId, delivery }) => participantId !== self.id && delivery === 'SENT',
  ).length;
  // What was written before one came in counts as read.
  const [read, setRead] = useState(received);
  if (open && read !== received) setRead(received);
  return open ? 0 : Math.max(0, received - read);
}
