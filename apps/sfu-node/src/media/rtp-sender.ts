import { randomInt } from 'node:crypto';
import type { callV1 } from '@videocall/contracts';
import { videoCodecOf, type VideoCodec } from '@videocall/quality-profiles';
import type { RtpCodecParameters, RtpParameters } from 'mediasoup/types';
import { audioLevelExtension } from '../domain/audio-level-extension.js';
import { hasVoice } from '../domain/opus-activity.js';
import { allowedRate, RtpAllowance } from '../domain/rtp-allowance.js';
import { RtpContinuity } from '../domain/rtp-continuity.js';
import type { PublishedTrack } from './published-track.js';

const AUDIO_LEVEL_URI = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
const AUDIO_LEVEL_ID = 1;
/** −dBov taken for voice whose loudness nobody tells, and for silence. */
const ORDINARY_VOICE = 35;
const SILENCE = 127;
const HEADER_LENGTH = 12;
const VERSION = 0x80;
const EXTENSION = 0x10;
const MARKER = 0x80;

/**
 * The RTP parameters of a track that a server-side participant publishes: payload type and SSRC are ours.
 *
 * @param cname one for all tracks of a participant, so that receivers keep its sound and picture together
 */
export function senderParameters(codec: RtpCodecParameters, cname: string): RtpParameters {
  const isAudio = codec.mimeType.startsWith('audio/');
  return {
    codecs: [codec],
    headerExtensions: isAudio ? [{ uri: AUDIO_LEVEL_URI, id: AUDIO_LEVEL_ID }] : [],
    encodings: [{ ssrc: randomInt(1, 2 ** 32) }],
    rtcp: { cname },
  };
}

/** Takes the packets that a server-side participant sends of one track into the call. */
export class RtpSender {
  readonly track: PublishedTrack;
  readonly ssrc: number;
  readonly #payloadType: number;
  readonly #videoCodec: VideoCodec | undefined;
  readonly #continuity: RtpContinuity;
  readonly #allowance = new RtpAllowance(performance.now());

  constructor(track: PublishedTrack) {
    const { codecs, encodings } = track.producer.rtpParameters;
    const [codec] = codecs;
    this.track = track;
    this.ssrc = encodings?.[0]?.ssrc ?? 0;
    this.#payloadType = codec?.payloadType ?? 0;
    this.#videoCodec = videoCodecOf(track.mimeType);
    this.#continuity = new RtpContinuity(codec?.clockRate ?? 1);
  }

  /** The participant sends over a new stream, with sequence numbers of its own choice. */
  restart(): void {
    this.#continuity.restart();
  }

  /** @returns whether the packet keeps to the send profile; one that does not is dropped */
  send(packet: callV1.RtpPacket, now: number): boolean {
    const { payload } = packet;
    const rate = allowedRate(this.track.peer.policy.sendProfile, this.#videoCodec);
    if (!this.#allowance.take(payload.length, rate, now)) return false;
    const { sequence, timestamp } = this.#continuity.place(
      { sequence: packet.sequenceNumber, timestamp: packet.timestamp },
      now,
    );
    const extension = this.#videoCodec ? undefined : levelOf(packet);
    const header = Buffer.alloc(HEADER_LENGTH);
    header.writeUInt8(VERSION | (extension ? EXTENSION : 0), 0);
    header.writeUInt8((packet.marker ? MARKER : 0) | this.#payloadType, 1);
    header.writeUInt16BE(sequence, 2);
    header.writeUInt32BE(timestamp, 4);
    header.writeUInt32BE(this.ssrc, 8);
    this.track.producer.send(Buffer.concat(extension ? [header, extension, payload] : [header, payload]));
    return true;
  }
}

function levelOf({ payload, audioLevel }: callV1.RtpPacket): Buffer {
  const voice = hasVoice(payload);
  return audioLevelExtension(AUDIO_LEVEL_ID, audioLevel ?? (voice ? ORDINARY_VOICE : SILENCE), voice);
}
