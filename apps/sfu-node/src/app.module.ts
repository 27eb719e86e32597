import { Inject, Module, type DynamicModule, type OnModuleDestroy, type Provider, type Type } from '@nestjs/common';
import { connectRedis } from '@videocall/events';
import { CaptureTicketClaims, createTokenVerifier, PeerTicketClaims } from '@videocall/platform-auth-guard';
import { createLogger } from '@videocall/platform-logging';
import { Readiness } from '@videocall/platform-service';
import type { Redis } from 'ioredis';
import { MediaSamples } from './adapters/media-samples.js';
import { AttachPeer } from './application/attach-peer.js';
import { BotTracks } from './application/bot-tracks.js';
import { CloseMedia } from './application/close-media.js';
import { ConnectPeer } from './application/connect-peer.js';
import { DrainNode } from './application/drain-node.js';
import { GetSnapshot } from './application/get-snapshot.js';
import { GetStatistics } from './application/get-statistics.js';
import { MoveCall } from './application/move-call.js';
import { NodeIdentity } from './application/node-identity.js';
import { OpenPeer } from './application/open-peer.js';
import { PublishTrack } from './application/publish-track.js';
import { RestartIce } from './application/restart-ice.js';
import { ResumeSubscriptions } from './application/resume-subscriptions.js';
import { SetQualityCeiling } from './application/set-quality-ceiling.js';
import { SetPeerPolicy } from './application/set-peer-policy.js';
import { SetTrackMuted } from './application/set-track-muted.js';
import { SetViewport } from './application/set-viewport.js';
import { StreamMedia } from './application/stream-media.js';
import { UnpublishTrack } from './application/unpublish-track.js';
import { WatchNode } from './application/watch-node.js';
import type { Settings } from './config/settings.js';
import { CaptureTickets } from './grpc/capture-tickets.js';
import { PeerTickets } from './grpc/peer-tickets.js';
import { SfuCaptureController } from './grpc/sfu-capture.controller.js';
import { SfuControlController } from './grpc/sfu-control.controller.js';
import { SfuMediaController } from './grpc/sfu-media.controller.js';
import { SfuSignallingController } from './grpc/sfu-signalling.controller.js';
import { MediaNode } from './media/media-node.js';

const REDIS = Symbol('redis');

/** A use case made from the media node alone. */
const useCase = <T>(provide: Type<T>, make: (node: MediaNode) => T): Provider => ({
  provide,
  useFactory: make,
  inject: [MediaNode],
});

@Module({})
export class AppModule implements OnModuleDestroy {
  readonly #node: MediaNode;
  readonly #samples: MediaSamples;
  readonly #redis: Redis;

  constructor(node: MediaNode, samples: MediaSamples, @Inject(REDIS) redis: Redis, readiness: Readiness) {
    this.#node = node;
    this.#samples = samples;
    this.#redis = redis;
    readiness.add('media workers', async () => void node.pool.leastLoaded());
    samples.start();
  }

  onModuleDestroy(): void {
    this.#samples.stop();
    this.#redis.disconnect();
    this.#node.close();
  }

  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      controllers: [SfuCaptureController, SfuControlController, SfuMediaController, SfuSignallingController],
      providers: [...infrastructure(settings), ...useCases, drainNode(settings)],
    };
  }
}

const infrastructure = (settings: Settings): Provider[] => {
  const log = createLogger({ service: 'sfu-node', level: settings.LOG_LEVEL });
  return [
    { provide: MediaNode, useFactory: () => MediaNode.start({ ...mediaOptions(settings), log }) },
    useCase(NodeIdentity, ({ identity }) => identity),
    {
      provide: PeerTickets,
      useFactory: ({ identity, registry }: MediaNode) => new PeerTickets(ticketVerifier(settings), identity, registry),
      inject: [MediaNode],
    },
    {
      provide: CaptureTickets,
      useFactory: ({ identity }: MediaNode) => new CaptureTickets(captureTicketVerifier(settings), identity),
      inject: [MediaNode],
    },
    {
      provide: REDIS,
      useFactory: () => connectRedis(settings.REDIS_URL, (error) => log.warn({ err: error }, 'Redis is not reached')),
    },
    {
      provide: MediaSamples,
      useFactory: (redis: Redis, { registry, identity }: MediaNode) =>
        new MediaSamples(redis, registry, identity.nodeId, log),
      inject: [REDIS, MediaNode],
    },
  ];
};

const useCases: Provider[] = [
  useCase(SetQualityCeiling, ({ pool }) => new SetQualityCeiling(pool)),
  useCase(SetPeerPolicy, ({ registry, director }) => new SetPeerPolicy(registry, director)),
  {
    provide: OpenPeer,
    useFactory: (node: MediaNode, setPeerPolicy: SetPeerPolicy) =>
      new OpenPeer({ ...openPeerNeeds(node), setPeerPolicy }),
    inject: [MediaNode, SetPeerPolicy],
  },
  useCase(MoveCall, ({ registry }) => new MoveCall(registry)),
  useCase(CloseMedia, ({ registry, director }) => new CloseMedia(registry, director)),
  useCase(WatchNode, (node) => new WatchNode(node.identity, node.registry, node.load, node.nodeEvents)),
  useCase(AttachPeer, (node) => new AttachPeer(node.registry, node.mailboxes, node.director, node.nodeEvents)),
  useCase(GetSnapshot, ({ registry, identity }) => new GetSnapshot(registry, identity)),
  useCase(PublishTrack, ({ registry, director }) => new PublishTrack(registry, director)),
  useCase(ResumeSubscriptions, ({ registry }) => new ResumeSubscriptions(registry)),
  {
    provide: ConnectPeer,
    useFactory: ({ registry }: MediaNode, publish: PublishTrack, resume: ResumeSubscriptions) =>
      new ConnectPeer(registry, publish, resume),
    inject: [MediaNode, PublishTrack, ResumeSubscriptions],
  },
  useCase(UnpublishTrack, ({ registry, director }) => new UnpublishTrack(registry, director)),
  useCase(SetTrackMuted, ({ registry, director }) => new SetTrackMuted(registry, director)),
  useCase(SetViewport, ({ registry, director }) => new SetViewport(registry, director)),
  useCase(RestartIce, ({ registry }) => new RestartIce(registry)),
  {
    provide: StreamMedia,
    useFactory: (node: MediaNode, publish: PublishTrack, unpublish: UnpublishTrack, mute: SetTrackMuted) =>
      new StreamMedia({
        registry: node.registry,
        mailboxes: node.mailboxes,
        director: node.director,
        tracks: new BotTracks(node.registry, publish, unpublish, mute),
      }),
    inject: [MediaNode, PublishTrack, UnpublishTrack, SetTrackMuted],
  },
  useCase(GetStatistics, ({ registry }) => new GetStatistics(registry)),
];

const drainNode = ({ DRAIN_SECONDS }: Settings): Provider => ({
  provide: DrainNode,
  useFactory: ({ identity, registry, load, nodeEvents }: MediaNode, moveCall: MoveCall) =>
    new DrainNode({ identity, registry, load, nodeEvents, moveCall, patienceMs: DRAIN_SECONDS * 1_000 }),
  inject: [MediaNode, MoveCall],
});

const openPeerNeeds = ({ identity, registry, director, watch, log }: MediaNode) => ({
  identity,
  registry,
  director,
  watch,
  log,
});

const ticketVerifier = ({ ORCHESTRATOR_JWKS_URL: jwksUrl }: Settings) =>
  createTokenVerifier({
    jwksUrl,
    issuer: 'videocall-orchestrator',
    typ: 'peer+jwt',
    schema: PeerTicketClaims,
    reasons: { invalid: 'TICKET_INVALID', expired: 'TICKET_EXPIRED' },
  });

const captureTicketVerifier = ({ ORCHESTRATOR_JWKS_URL: jwksUrl }: Settings) =>
  createTokenVerifier({
    jwksUrl,
    issuer: 'videocall-orchestrator',
    typ: 'capture+jwt',
    schema: CaptureTicketClaims,
    reasons: { invalid: 'TICKET_INVALID', expired: 'TICKET_EXPIRED' },
  });

const mediaOptions = (settings: Settings) => ({
  nodeId: settings.NODE_ID,
  workers: settings.MEDIA_WORKERS,
  workerBin: settings.MEDIASOUP_WORKER_BIN,
  listen: {
    portBase: settings.MEDIA_PORT_BASE,
    addresses: [
      { ip: settings.MEDIA_LISTEN_IP, announcedAddress: settings.MEDIA_ANNOUNCED_ADDRESS },
      ...(settings.MEDIA_LISTEN_IPV6
        ? [{ ip: settings.MEDIA_LISTEN_IPV6, announcedAddress: settings.MEDIA_ANNOUNCED_ADDRESS_IPV6 }]
        : []),
    ],
  },
});
