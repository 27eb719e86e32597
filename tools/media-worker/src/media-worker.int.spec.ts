import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorker, type types } from 'mediasoup';
import { RtpHeader, type RtpPacket } from 'werift';
import { ensureMediaWorker } from './ensure-media-worker.ts';
import { connectWeriftPeer } from './werift-peer.ts';

const OPUS: types.RouterRtpCodecCapability = {
  kind: 'audio',
  mimeType: 'audio/opus',
  clockRate: 48000,
  channels: 2,
  preferredPayloadType: 100,
};
const SSRC = 0x5eed;
const PAYLOAD = Buffer.from('twenty milliseconds of something that is not quite Opus');

const opusParameters = (ssrc: number): types.RtpParameters => ({
  codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48000, channels: 2 }],
  encodings: [{ ssrc }],
});

describe('the media worker', () => {
  let worker: types.Worker;
  let died: Promise<never>;

  beforeAll(async () => {
    worker = await createWorker({ workerBin: await ensureMediaWorker(() => undefined), logLevel: 'warn' });
    died = once(worker, 'died').then(([error]) => Promise.reject(error));
    died.catch(() => undefined);
  });

  afterAll(() => worker.close());

  // A worker built against an OpenSSL with kernel TLS starts, makes routers and transports, and crashes in this handshake.
  it.each(['client', 'server'] as const)(
    'shakes hands with a DTLS %s of another make, decrypts what it sends and encrypts what it gets',
    async (role) => {
      const router = await worker.createRouter({ mediaCodecs: [OPUS] });
      const transport = await router.createWebRtcTransport({ listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }] });
      const direct = await router.createDirectTransport();
      const peer = await Promise.race([connectWeriftPeer(transport, role), died]);

      const published = await transport.produce({ kind: 'audio', rtpParameters: opusParameters(SSRC) });
      const heard = await direct.consume({ producerId: published.id, rtpCapabilities: router.rtpCapabilities });
      const decrypted = once(heard, 'rtp');
      await peer.sendRtp(PAYLOAD, new RtpHeader({ payloadType: 100, sequenceNumber: 1, timestamp: 960, ssrc: SSRC }));
      const [packet] = await decrypted;
      expect(Buffer.from(packet).subarray(-PAYLOAD.length)).toEqual(PAYLOAD);

      const spoken = await direct.produce({ kind: 'audio', rtpParameters: opusParameters(SSRC + 1) });
      await transport.consume({ producerId: spoken.id, rtpCapabilities: router.rtpCapabilities });
      const encrypted = new Promise<RtpPacket>((resolve) => peer.onRtp.once(resolve));
      const header = new RtpHeader({ version: 2, payloadType: 100, sequenceNumber: 1, timestamp: 960, ssrc: SSRC + 1 });
      spoken.send(Buffer.concat([header.serialize(header.serializeSize), PAYLOAD]));
      expect((await encrypted).payload).toEqual(PAYLOAD);

      await peer.stop();
      await peer.iceTransport.stop();
      router.close();
    },
  );
});
