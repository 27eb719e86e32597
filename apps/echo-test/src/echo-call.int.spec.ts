import { createServer, type Server as HttpServer } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Metadata, Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { callV1, echoTestV1 } from '@videocall/contracts';
import { createTokenSigner, generateSigningKey, publicKeySet, type TokenSigner } from '@videocall/platform-auth-guard';
import { loadSettings } from '@videocall/platform-config';
import { createGrpcClient, readTls, type GrpcClient } from '@videocall/platform-grpc';
import { startService, type RunningService } from '@videocall/platform-service';
import { freePort, TestCertificates, waitFor } from '@videocall/testing';
import { echoTestSettings } from './config/settings.js';
import { echoTestService } from './echo-test-service.js';

type Stream = ServerDuplexStream<callV1.MediaPacket, callV1.MediaPacket>;
type Content = NonNullable<callV1.MediaPacket['content']>;

const SECRET = 'a-secret-of-more-than-thirty-two-characters';
const DELAY_MS = 300;

/** The platform's public API as the echo sees it: real gRPC and HTTP, with the media in the test's hands. */
class PublicPlatform {
  readonly ended: string[] = [];
  readonly streams: Stream[] = [];
  readonly got: Content[] = [];
  #calls = 0;
  readonly #server = new Server();

  private constructor(
    readonly http: HttpServer,
    readonly grpcAddress: string,
  ) {}

  static async start(jwks: unknown): Promise<PublicPlatform> {
    const port = await freePort();
    const http = createServer((request, response) => {
      const answer = request.url?.startsWith('/v1/auth/service-tokens')
        ? signedIn
        : request.url?.endsWith('/invites')
          ? { code: 'abcd-efgh-ijkl', expiresAt: new Date().toISOString(), url: 'https://videocall.example/join/x' }
          : jwks;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await once(http, 'listening');
    const platform = new PublicPlatform(http, `127.0.0.1:${port}`);
    await platform.#serve(port);
    return platform;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  /** Says something to the echo in the newest call. */
  say(content: Content): void {
    this.streams.at(-1)?.write({ content });
  }

  gotOf<Case extends Content['$case']>(name: Case): Extract<Content, { $case: Case }>[] {
    return this.got.filter((content): content is Extract<Content, { $case: Case }> => content.$case === name);
  }

  stop(): void {
    this.#server.forceShutdown();
    this.http.close();
  }

  async #serve(port: number): Promise<void> {
    this.#server.addService(callV1.CallServiceService, {
      startCall: (_call, reply) => {
        this.#calls += 1;
        const call = callV1.Call.fromPartial({ id: `call_${this.#calls}` });
        reply(null, { call, grant: callV1.Grant.fromPartial({ token: 'grant', callId: call.id }) });
      },
      joinCall: (_call, reply) => reply(null, callV1.JoinCallResponse.fromPartial({ participantId: 'part_echo' })),
      leaveCall: (_call, reply) => reply(null, {}),
      getCallStatus: (_call, reply) => reply(null, { call: undefined }),
      endCall: ({ request }, reply) => {
        this.ended.push(request.callId);
        reply(null, { call: undefined });
      },
      streamMedia: (stream) => {
        this.streams.push(stream);
        stream.on('data', ({ content }: callV1.MediaPacket) => {
          if (content) this.#answer(stream, content);
        });
        stream.on('end', () => stream.end());
      },
    } satisfies callV1.CallServiceServer);
    await new Promise<void>((resolve, reject) => {
      const credentials = ServerCredentials.createInsecure();
      this.#server.bindAsync(`127.0.0.1:${port}`, credentials, (error) => (error ? reject(error) : resolve()));
    });
  }

  #answer(stream: Stream, content: Content): void {
    this.got.push(content);
    if (content.$case === 'open')
      stream.write(callV1.MediaPacket.fromPartial({ content: { $case: 'opened', value: {} } }));
    if (content.$case === 'publish') {
      const { clientTrackId } = content.value;
      stream.write({ content: { $case: 'published', value: { clientTrackId, trackId: `own-${clientTrackId}` } } });
    }
  }
}

const signedIn = {
  user: { id: 'svc_1', kind: 'SERVICE', displayName: 'Echo', email: '', admin: false, createdAt: new Date() },
  accessToken: 'service-token',
  accessTokenExpiresAt: new Date(Date.now() + 3_600_000),
  authSessionId: null,
};

const available = (trackId: string, source: callV1.TrackSource, codec: callV1.MediaCodec): Content => ({
  $case: 'trackAvailable',
  value: callV1.TrackAvailable.fromPartial({ trackId, participantId: 'part_1', source, codec, payloadType: 100 }),
});

const packet = (trackId: string, sequenceNumber: number): Content => ({
  $case: 'rtp',
  value: callV1.RtpPacket.fromPartial({
    trackId,
    payloadType: 100,
    sequenceNumber,
    timestamp: sequenceNumber * 960,
    payload: Buffer.from([sequenceNumber]),
  }),
});

describe('echo calls', () => {
  const folder = mkdtempSync(join(tmpdir(), 'videocall-echo-'));
  const certificates = new TestCertificates();
  let signer: TokenSigner;
  let platform: PublicPlatform;
  let service: RunningService;
  let client: GrpcClient<echoTestV1.EchoTestServiceClient>;
  let requests = 0;

  const start = async (settings: Record<string, string> = {}): Promise<void> => {
    const grpcPort = await freePort();
    const environment = {
      LOG_LEVEL: 'silent',
      HTTP_PORT: '0',
      GRPC_PORT: String(grpcPort),
      ...certificates.filesFor('echo-test'),
      AUTH_JWKS_URL: `${platform.url}/jwks`,
      GATEWAY_URL: platform.url,
      GATEWAY_GRPC_ADDRESS: platform.grpcAddress,
      SERVICE_SECRET_FILE: join(folder, 'secret'),
      UDP_HOST: '127.0.0.1',
      UDP_PORT: '0',
      ECHO_DELAY_MS: String(DELAY_MS),
      MAX_ECHO_CALLS: '2',
      ...settings,
    };
    service = await startService(echoTestService(loadSettings(echoTestSettings, environment)));
    client = createGrpcClient(echoTestV1.EchoTestServiceClient, {
      address: `127.0.0.1:${grpcPort}`,
      tls: readTls(certificates.filesFor('api-gateway')),
      serverName: 'echo-test',
      defaultDeadlineMs: 10_000,
    });
  };

  const as = async (sub: string): Promise<{ metadata: Metadata }> => {
    const claims = { sub, kind: 'guest', name: 'Mei', admin: false, sid: '' };
    const { token } = await signer.sign({ typ: 'at+jwt', claims, expiresInSeconds: 60 });
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    return { metadata };
  };
  const startAs = async (sub: string, requestId = `request-${(requests += 1)}`) =>
    client.startEchoCall({ requestId }, await as(sub));

  beforeAll(() => writeFileSync(join(folder, 'secret'), `${SECRET}\n`));
  beforeEach(async () => {
    const key = await generateSigningKey();
    signer = await createTokenSigner('videocall-auth', key);
    platform = await PublicPlatform.start(publicKeySet([key]));
    await start();
  });
  afterEach(async () => {
    client.close();
    await service.stop();
    platform.stop();
  });
  afterAll(() => {
    certificates.dispose();
    rmSync(folder, { recursive: true });
  });

  it('give back every packet of microphone and camera after the delay, in order, as it was', async () => {
    expect(await startAs('user_1')).toMatchObject({
      callId: 'call_1',
      inviteCode: 'abcd-efgh-ijkl',
      delayMs: DELAY_MS,
    });
    platform.say(available('mic', callV1.TrackSource.MICROPHONE, callV1.MediaCodec.OPUS));
    platform.say(available('cam', callV1.TrackSource.CAMERA, callV1.MediaCodec.VP8));
    platform.say(available('screen', callV1.TrackSource.SCREEN, callV1.MediaCodec.VP8));
    await waitFor(() => platform.gotOf('subscribe').length === 2, { what: 'subscriptions' });
    expect(platform.gotOf('publish').map(({ value }) => [value.source, value.codec])).toEqual([
      [callV1.TrackSource.MICROPHONE, callV1.MediaCodec.OPUS],
      [callV1.TrackSource.CAMERA, callV1.MediaCodec.VP8],
    ]);
    const sentAt = performance.now();
    for (let number = 0; number < 50; number += 1) {
      if (number !== 7) platform.say(packet('mic', number));
      platform.say(packet('cam', number));
    }
    await waitFor(() => platform.gotOf('rtp').length === 99, { what: 'all being back' });
    expect(performance.now() - sentAt).toBeGreaterThanOrEqual(DELAY_MS - 2);
    const back = platform.gotOf('rtp').map(({ value }) => value);
    const cameraBack = back.filter(({ trackId }) => trackId === 'own-cam');
    expect(cameraBack.map(({ sequenceNumber }) => sequenceNumber)).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(cameraBack[9]).toMatchObject({ timestamp: 9 * 960, payloadType: 100, payload: Buffer.from([9]) });
    const { tracks } = await client.getEchoCall({ callId: 'call_1' }, await as('user_1'));
    expect(tracks).toMatchObject([
      { source: callV1.TrackSource.MICROPHONE, packetsExpected: 50, packetsReceived: 49, packetsReturned: 49 },
      { source: callV1.TrackSource.CAMERA, packetsExpected: 50, packetsReceived: 50, packetsRefused: 0 },
    ]);
  });

  it('pass on that a keyframe is needed', async () => {
    await startAs('user_1');
    platform.say(available('cam', callV1.TrackSource.CAMERA, callV1.MediaCodec.VP8));
    await waitFor(() => platform.gotOf('subscribe').length === 1, { what: 'the subscription' });
    platform.say({ $case: 'keyframeRequest', value: { trackId: 'own-cam' } });
    await waitFor(() => platform.gotOf('keyframeRequest').length === 1, { what: 'the request' });
    expect(platform.gotOf('keyframeRequest')[0]?.value).toEqual({ trackId: 'cam' });
  });

  it('are one at a time for a person, the same one for the same request, and so many in all', async () => {
    const [first, again] = await Promise.all([startAs('user_1', 'same'), startAs('user_1', 'same')]);
    expect(again.callId).toBe(first.callId);
    expect((await startAs('user_1', 'same')).callId).toBe('call_1');
    expect((await startAs('user_1')).callId).toBe('call_2');
    expect(platform.ended).toEqual(['call_1']);
    await startAs('guest_1');
    await expect(startAs('user_2')).rejects.toMatchObject({ reason: 'ECHO_CALL_LIMIT' });
  });

  it('are told of to nobody else', async () => {
    await startAs('user_1');
    const ask = client.getEchoCall({ callId: 'call_1' }, await as('user_2'));
    await expect(ask).rejects.toMatchObject({ reason: 'ECHO_CALL_NOT_FOUND' });
    await expect(client.getEchoCall({ callId: 'call_1' })).rejects.toMatchObject({ reason: 'TOKEN_MISSING' });
  });

  it('end when the platform ends the stream, and leave room for others', async () => {
    await startAs('user_1');
    await startAs('user_2');
    platform.streams[0]?.end();
    await waitFor(() => platform.ended.includes('call_1'), { what: 'the end of the call' });
    expect((await startAs('user_3')).callId).toBe('call_3');
  });

  it('end with the service', async () => {
    await startAs('user_1');
    await service.stop();
    expect(platform.ended).toEqual(['call_1']);
    await start();
  });

  it('are refused while the service has no account', async () => {
    client.close();
    await service.stop();
    await start({ SERVICE_SECRET_FILE: join(folder, 'none') });
    await expect(startAs('user_1')).rejects.toMatchObject({ reason: 'SERVICE_UNAVAILABLE' });
  });
});
