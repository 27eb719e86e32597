import { eventsV1 } from '@videocall/contracts';

/** A Redis stream of one type of event, and how an event is written in it (protobuf binary). */
export interface EventStream<Event> {
  /** The stream's key in Redis. */
  readonly name: string;
  encode(event: Event): Uint8Array;
  decode(bytes: Uint8Array): Event;
}

/** Facts about calls, by call-orchestrator. */
export const CALL_EVENTS: EventStream<eventsV1.CallEvent> = {
  name: 'videocall:call',
  encode: (event) => eventsV1.CallEvent.encode(event).finish(),
  decode: (bytes) => eventsV1.CallEvent.decode(bytes),
};

/** Facts about identities, by auth. */
export const AUTH_EVENTS: EventStream<eventsV1.AuthEvent> = {
  name: 'videocall:auth',
  encode: (event) => eventsV1.AuthEvent.encode(event).finish(),
  decode: (bytes) => eventsV1.AuthEvent.decode(bytes),
};

/** Samples of each peer's quality, by sfu-node; some may be lost. */
export const MEDIA_SAMPLES: EventStream<eventsV1.MediaQualitySample> = {
  name: 'videocall:media',
  encode: (event) => eventsV1.MediaQualitySample.encode(event).finish(),
  decode: (bytes) => eventsV1.MediaQualitySample.decode(bytes),
};
