/**
 * A message of a reply that the contract promises; protobuf types cannot say so.
 *
 * @throws TypeError where a service broke its contract
 */
export function required<Message>(message: Message | undefined): Message {
  if (message === undefined) throw new TypeError('a reply lacks a message that its contract promises');
  return message;
}
