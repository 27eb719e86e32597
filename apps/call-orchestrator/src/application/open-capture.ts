import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { CallReader } from './ports/call-reader.js';
import { MediaNodes } from './ports/media-nodes.js';
import { Tokens } from './ports/tokens.js';

const RETRY_MS = 1_000;

/** Where the recorder finds a call's media, and its admission to it. */
@Injectable()
export class OpenCapture {
  readonly #reader: CallReader;
  readonly #nodes: MediaNodes;
  readonly #tokens: Tokens;

  constructor(reader: CallReader, nodes: MediaNodes, tokens: Tokens) {
    this.#reader = reader;
    this.#nodes = nodes;
    this.#tokens = tokens;
  }

  /** @throws Refusal RECORDING_NOT_FOUND, RECORDING_ENDED, NO_MEDIA_NODE while nobody is there to be recorded. */
  async execute(recordingId: string): Promise<callV1.OpenCaptureResponse> {
    const { recording, data } = await this.#reader.recordedCall(recordingId);
    // The recorder may begin before its taking on is noted here.
    if (!['RESERVED', 'STARTING', 'CAPTURING'].includes(recording.state)) throw new Refusal('RECORDING_ENDED');
    const node = this.#nodes.known.find(({ nodeId, bootId }) => nodeId === data.nodeId && bootId === data.bootId);
    const nodeAddress = node && this.#nodes.addressOf(node.nodeId);
    if (!node || nodeAddress === undefined || data.mediaLost) {
      throw new Refusal('NO_MEDIA_NODE', { retryAfterMs: RETRY_MS });
    }
    const ticket = await this.#tokens.issueCaptureTicket(recording.id, data.id, node);
    return {
      callId: data.id,
      nodeAddress,
      nodeId: node.nodeId,
      ticket: ticket.token,
      ticketExpiresAt: ticket.expiresAt,
    };
  }
}
