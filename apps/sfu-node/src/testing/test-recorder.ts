import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import type { sfuV1 } from '@videocall/contracts';
import { refusalFromStatus, type GrpcClient } from '@videocall/platform-grpc';
import { waitFor } from '@videocall/testing';
import type { SrtpParameters } from 'mediasoup/types';
import { RtpPacket, SrtpSession } from 'werift';

type Event = NonNullable<sfuV1.CaptureEvent['event']>;
type EventOf<Case extends Event['$case']> = Extract<Event, { $case: Case }>['value'];

/** SRTP_AES128_CM_HMAC_SHA1_80 (RFC 5764, section 4.1.2). */
const PROFILE = 0x0001;
const KEY_BYTES = 16;

/** What a recorder takes of one track. */
export class TakenTrack {
  readonly packets: Buffer[] = [];

  constructor(
    readonly rtp: Socket,
    readonly rtcp: Socket,
  ) {
    rtp.on('message', (packet) => this.packets.push(packet));
  }

  /** The packets, decrypted. @param json mediasoup's SrtpParameters */
  decrypted(json: string): RtpPacket[] {
    const { keyBase64 } = JSON.parse(json) as SrtpParameters;
    const secret = Buffer.from(keyBase64, 'base64');
    const [key, salt] = [secret.subarray(0, KEY_BYTES), secret.subarray(KEY_BYTES)];
    const keys = { localMasterKey: key, localMasterSalt: salt, remoteMasterKey: key, remoteMasterSalt: salt };
    const session = new SrtpSession({ keys, profile: PROFILE });
    return this.packets.map((packet) => RtpPacket.deSerialize(session.decrypt(packet)));
  }
}

/** A recorder's side of a capture, without files. */
export class TestRecorder {
  readonly events: sfuV1.CaptureEvent[] = [];
  /** The reason that the stream ended with; empty: in good order. */
  readonly ended: Promise<string>;
  readonly #stream: ClientDuplexStream<sfuV1.CaptureRequest, sfuV1.CaptureEvent>;
  readonly #client: GrpcClient<sfuV1.SfuCaptureServiceClient>;
  readonly #sockets: Socket[] = [];

  constructor(client: GrpcClient<sfuV1.SfuCaptureServiceClient>, ticket: string) {
    this.#client = client;
    this.#stream = client.capture();
    this.ended = new Promise((resolve) => {
      this.#stream.on('data', (event: sfuV1.CaptureEvent) => this.events.push(event));
      this.#stream.on('end', () => resolve(''));
      this.#stream.on('error', (error: ServiceError) => resolve(refusalFromStatus(error).reason));
    });
    this.act({ $case: 'open', value: { ticket } });
  }

  act(action: NonNullable<sfuV1.CaptureRequest['action']>): void {
    this.#stream.write({ action });
  }

  /** Asks for a track on ports of its own. */
  async receive(trackId: string): Promise<{ readonly taken: TakenTrack; readonly sending: sfuV1.TrackSending }> {
    const [rtp, rtcp] = await Promise.all([this.#socket(), this.#socket()]);
    const taken = new TakenTrack(rtp, rtcp);
    const value = { trackId, ip: '127.0.0.1', rtpPort: rtp.address().port, rtcpPort: rtcp.address().port };
    this.act({ $case: 'receive', value });
    return { taken, sending: await this.event('sending', (sending) => sending.trackId === trackId) };
  }

  /** The last event of a kind that satisfies the test. */
  async event<Case extends Event['$case']>(
    kind: Case,
    matches: (value: EventOf<Case>) => boolean = () => true,
  ): Promise<EventOf<Case>> {
    const find = () => {
      const value = this.all(kind).findLast(matches);
      return value === undefined ? undefined : { value };
    };
    return (await waitFor(find, { timeoutMs: 10_000, what: `the recorder being told of ${kind}` })).value;
  }

  all<Case extends Event['$case']>(kind: Case): EventOf<Case>[] {
    return this.events.flatMap(({ event }) => (event?.$case === kind ? [event.value as EventOf<Case>] : []));
  }

  /** Ends the stream in good order. */
  async finish(): Promise<void> {
    this.#stream.end();
    await this.ended;
  }

  close(): void {
    this.#stream.cancel();
    this.#client.close();
    for (const socket of this.#sockets) socket.close();
  }

  async #socket(): Promise<Socket> {
    const socket = createSocket('udp4');
    this.#sockets.push(socket);
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return socket;
  }
}
