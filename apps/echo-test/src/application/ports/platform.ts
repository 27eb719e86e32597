import type { callV1 } from '@videocall/contracts';

/** A call that the service started, with a place for somebody. */
export interface StartedCall {
  readonly callId: string;
  /** Admits one as speaker. Secret. */
  readonly inviteCode: string;
  /** The service's own. Secret. */
  readonly grant: string;
}

/** What one message of a media stream says. */
export type MediaContent = NonNullable<callV1.MediaPacket['content']>;

/** The service's media in a call: what `CallService.StreamMedia` carries. */
export interface MediaStream {
  /** @returns false where the platform does not read as fast as that; the message is dropped */
  send(content: MediaContent): boolean;
  close(): void;
}

export interface MediaListener {
  onPacket(content: MediaContent): void;
  /** The stream is over, whoever ended it. */
  onEnd(reason: string): void;
}

/** The platform, as any participant has it: its public API (ECHO-2). */
export abstract class Platform {
  /** @throws Refusal as `StartCall` and `CreateInvite`; SERVICE_UNAVAILABLE without an account or a platform */
  abstract startCall(): Promise<StartedCall>;
  /** Enters without WebRTC, and opens media. @throws Refusal as `JoinCall` */
  abstract enter(call: StartedCall, listener: MediaListener): Promise<MediaStream>;
  /** Idempotent. @throws Refusal as `EndCall` */
  abstract endCall(callId: string): Promise<void>;
}
