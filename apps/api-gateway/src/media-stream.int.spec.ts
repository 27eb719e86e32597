import { once } from 'node:events';
import { Metadata, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { createGrpcClient, refusalFromStatus, statusFromRefusal, type GrpcClient } from '@videocall/platform-grpc';
import { waitFor } from '@videocall/testing';
import { Surroundings, type MediaStreamAtNode, type RunningGateway } from './testing/surroundings.spec.fixture.js';

type Content = NonNullable<callV1.MediaPacket['content']>;
type Stream = ClientDuplexStream<callV1.MediaPacket, callV1.MediaPacket>;

/** The node's end of a stream. */
interface AtNode {
  readonly stream: MediaStreamAtNode;
  readonly received: Content[];
  isOver: boolean;
}

const OPEN: Content = { $case: 'open', value: { callId: 'call_1', participantId: 'part_1' } };
const OPENED: Content = { $case: 'opened', value: { tracks: [], speakerParticipantId: '' } };

let surroundings: Surroundings;
let gateway: RunningGateway;
let calls: GrpcClient<callV1.CallServiceClient>;
let metadata: Metadata;
let atNode: AtNode[];
const streams: Stream[] = [];

beforeAll(async () => {
  surroundings = await Surroundings.create();
  gateway = await surroundings.startGateway();
  calls = clientOf(gateway);
  metadata = new Metadata();
  metadata.set('authorization', `Bearer ${await surroundings.accessToken()}`);
});
beforeEach(() => {
  atNode = [];
  surroundings.onMediaStream = (stream) => {
    const end: AtNode = { stream, received: [], isOver: false };
    atNode.push(end);
    stream.on('data', ({ content }: callV1.MediaPacket) => content && end.received.push(content));
    stream.on('end', () => stream.end());
    for (const event of ['end', 'cancelled']) stream.on(event, () => (end.isOver = true));
    stream.write({ content: OPENED });
  };
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.cancel();
  surroundings.answerAsUsual();
});
afterAll(async () => {
  calls.close();
  await surroundings.stop();
});

const clientOf = ({ grpcAddress }: RunningGateway) =>
  createGrpcClient(callV1.CallServiceClient, { address: grpcAddress, defaultDeadlineMs: 5_000 });

/** A stream on which `first` was said, what it was told, and why it ended (empty: in good order). */
function start(first: Content | undefined = OPEN, by = metadata, through = calls) {
  const stream = through.streamMedia(by);
  streams.push(stream);
  const told: Content[] = [];
  stream.on('data', ({ content }: callV1.MediaPacket) => content && told.push(content));
  const end = new Promise<string>((resolve) => {
    stream.on('error', (error: ServiceError) => resolve(refusalFromStatus(error).reason));
    stream.on('end', () => resolve(''));
  });
  if (first) stream.write({ content: first });
  const opened = () => waitFor(() => told.some(({ $case }) => $case === 'opened'), { what: 'opened' });
  return { stream, told, end, opened };
}

const rtp = (sequenceNumber: number, size = 100, trackId = 'trk_1'): Content => ({
  $case: 'rtp',
  value: callV1.RtpPacket.fromPartial({ trackId, sequenceNumber, payload: Buffer.alloc(size, 1) }),
});
const sequences = (contents: readonly Content[]): number[] =>
  contents.flatMap((content) => (content.$case === 'rtp' ? content.value.sequenceNumber : []));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('the media stream of a server-side participant', () => {
  it('is carried to the node of its peer, both ways and in order', async () => {
    const { stream, told, opened } = start();
    await opened();
    const asked = surroundings.orchestrator.callsOf('getPeerAccess').at(-1);
    expect(asked?.request).toMatchObject({ callId: 'call_1', participantId: 'part_1' });
    expect(asked?.metadata.get('authorization')).toEqual(metadata.get('authorization'));
    const [node] = atNode;
    expect(node?.stream.metadata.get('x-peer-ticket')).toEqual(['ticket-1']);
    for (const number of upTo(200)) stream.write({ content: rtp(number) });
    await waitFor(() => sequences(node?.received ?? []).length === 200, { what: 'the packets at the node' });
    expect(sequences(node?.received ?? [])).toEqual(upTo(200));
    for (const number of upTo(200)) node?.stream.write({ content: rtp(number) });
    await waitFor(() => sequences(told).length === 200, { what: 'the packets at the participant' });
    expect(sequences(told)).toEqual(upTo(200));
    expect(node?.received.some(({ $case }) => $case === 'open')).toBe(false);
  });

  it('is for the participant itself: by its token, and begun with `open`', async () => {
    expect(await start(OPEN, new Metadata()).end).toBe('TOKEN_MISSING');
    expect(await start(rtp(1)).end).toBe('REQUEST_INVALID');
    expect(await start({ $case: 'open', value: { callId: '', participantId: 'x' } }).end).toBe('REQUEST_INVALID');
    surroundings.orchestrator.on('getPeerAccess', () => {
      throw new Refusal('PARTICIPANT_FOREIGN');
    });
    expect(await start().end).toBe('PARTICIPANT_FOREIGN');
    expect(atNode).toEqual([]);
  });

  it('tells the participant to join anew where the node does not know it, and passes on other reasons', async () => {
    const refuse = (refusal: Refusal) => {
      surroundings.onMediaStream = (stream) => void stream.emit('error', statusFromRefusal(refusal));
    };
    refuse(new Refusal('PEER_NOT_FOUND'));
    expect(await start().end).toBe('MEDIA_LOST');
    refuse(new Refusal('PARTICIPANT_HAS_WEBRTC'));
    expect(await start().end).toBe('PARTICIPANT_HAS_WEBRTC');
  });

  it('does not pass on a packet that is too large, and says so', async () => {
    const { stream, told, opened } = start();
    await opened();
    stream.write({ content: rtp(1, 1_201) });
    stream.write({ content: rtp(2, 1_200) });
    await waitFor(() => told.find(({ $case }) => $case === 'error'), { what: 'the refusal' });
    expect(told.at(-1)).toMatchObject({ value: { reason: 'RTP_PACKET_INVALID', subject: 'trk_1' } });
    await waitFor(() => sequences(atNode[0]?.received ?? []).length > 0);
    expect(sequences(atNode[0]?.received ?? [])).toEqual([2]);
  });

  it('loses its own packets where it does not read, and is told how many; nobody else loses any', async () => {
    const [reader, sleeper] = [start(), start()];
    await Promise.all([reader.opened(), sleeper.opened()]);
    sleeper.stream.pause();
    const count = 20_000;
    for (const number of upTo(count)) {
      for (const { stream } of atNode) stream.write({ content: rtp(number % 0x1_0000, 1_000) });
      if (number % 200 === 0) await waitFor(() => sequences(reader.told).length >= number - 400, { intervalMs: 5 });
    }
    await waitFor(() => sequences(reader.told).length === count, {
      what: 'all packets at the reader',
      timeoutMs: 20_000,
    });
    expect(reader.told.some(({ $case }) => $case === 'packetsDropped')).toBe(false);
    sleeper.stream.resume();
    await waitFor(() => sleeper.told.some(({ $case }) => $case === 'packetsDropped'), { what: 'the loss' });
    await waitFor(() => sequences(sleeper.told).at(-1) === count - 1, { what: 'the newest packet' });
    // What was lost while it began to read again is told apart.
    const lost = sleeper.told.reduce((sum, told) => sum + (told.$case === 'packetsDropped' ? told.value.count : 0), 0);
    expect(sequences(sleeper.told).length + lost).toBe(count);
    // What was kept for it: 500 packets in the gateway, and what both ends' windows hold.
    expect(sequences(sleeper.told).length).toBeLessThan(3_000);
  }, 40_000);

  it('is read no faster than media can be', async () => {
    const { stream, opened } = start();
    await opened();
    const begun = performance.now();
    for (const number of upTo(7_500)) stream.write({ content: rtp(number, 10) });
    const received = () => sequences(atNode[0]?.received ?? []);
    await waitFor(() => received().length === 7_500, { what: 'all packets', timeoutMs: 20_000 });
    expect(performance.now() - begun).toBeGreaterThan(1_200);
    expect(received()).toEqual(upTo(7_500));
  }, 30_000);

  it('ends at the node when the participant ends it, and when it vanishes', async () => {
    const orderly = start();
    await orderly.opened();
    orderly.stream.end();
    expect(await orderly.end).toBe('');
    expect(atNode[0]?.isOver).toBe(true);
    const vanished = start();
    await vanished.opened();
    vanished.stream.cancel();
    await waitFor(() => atNode[1]?.isOver, { what: 'the end at the node' });
  });

  it('ends when the gateway stops, for the participant to come back', async () => {
    const other = await surroundings.startGateway();
    const through = clientOf(other);
    const { opened, end } = start(OPEN, metadata, through);
    await opened();
    await other.service.stop();
    expect(await end).toBe('SERVICE_UNAVAILABLE');
    through.close();
  });

  it('ends when its node dies', async () => {
    const { opened, end } = start();
    await opened();
    surroundings.node.kill();
    expect(await end).toBe('SERVICE_UNAVAILABLE');
    await surroundings.startNode();
    const again = start();
    await once(again.stream, 'data');
  });
});
