import { randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 20;

/** What an id names; written before it. */
export type IdPrefix = 'call' | 'part' | 'peer' | 'room' | 'msg' | 'evt' | 'rec' | 'mnt';

declare const named: unique symbol;
/** An opaque id of one kind: ids of different kinds are not assignable to each other. */
export type Id<Prefix extends IdPrefix> = string & { readonly [named]: Prefix };

export type CallId = Id<'call'>;
export type ParticipantId = Id<'part'>;
export type PeerId = Id<'peer'>;
export type RoomId = Id<'room'>;
export type RecordingId = Id<'rec'>;

/** A new id: the prefix, `_`, and 20 random letters and digits (119 bits). */
export function newId<Prefix extends IdPrefix>(prefix: Prefix): Id<Prefix> {
  const random = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${prefix}_${random}` as Id<Prefix>;
}
