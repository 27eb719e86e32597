import type { Metadata, ServerDuplexStream } from '@grpc/grpc-js';
import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod, GrpcStreamCall } from '@nestjs/microservices';
import { sfuV1 } from '@videocall/contracts';
import type { PictureSize } from '@videocall/quality-profiles';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import type { z } from 'zod';
import { AttachPeer } from '../application/attach-peer.js';
import { CloseMedia } from '../application/close-media.js';
import { ConnectPeer, type ConnectCommand } from '../application/connect-peer.js';
import { GetSnapshot } from '../application/get-snapshot.js';
import { GetStatistics } from '../application/get-statistics.js';
import { PublishTrack, type Publication } from '../application/publish-track.js';
import { RestartIce } from '../application/restart-ice.js';
import { ResumeSubscriptions } from '../application/resume-subscriptions.js';
import { SetTrackMuted } from '../application/set-track-muted.js';
import { SetViewport } from '../application/set-viewport.js';
import { UnpublishTrack } from '../application/unpublish-track.js';
import type { TransportDirection } from '../media/peer-transport.js';
import { AttachStream } from './attach-stream.js';
import { PeerTickets } from './peer-tickets.js';
import {
  connectRequest,
  publishRequest,
  restartIceRequest,
  resumeSubscriptionsRequest,
  setTrackMutedRequest,
  setViewportRequest,
  unpublishRequest,
} from './request-schemas.js';

const SERVICE = 'SfuSignallingService';

/** Media signalling of single peers, by gateways alone; each call is the peer's whose ticket it carries. */
@Controller()
@CallerIs('api-gateway')
export class SfuSignallingController {
  constructor(
    private readonly tickets: PeerTickets,
    private readonly attachPeer: AttachPeer,
    private readonly closeMedia: CloseMedia,
    private readonly snapshots: GetSnapshot,
    private readonly connectPeer: ConnectPeer,
    private readonly publishTrack: PublishTrack,
    private readonly unpublishTrack: UnpublishTrack,
    private readonly muting: SetTrackMuted,
    private readonly resuming: ResumeSubscriptions,
    private readonly viewport: SetViewport,
    private readonly ice: RestartIce,
    private readonly statistics: GetStatistics,
  ) {}

  @GrpcStreamCall(SERVICE, 'Attach')
  attach(call: ServerDuplexStream<sfuV1.AttachRequest, sfuV1.PeerNotification>): void {
    new AttachStream(call, this.tickets, this.attachPeer, this.closeMedia).start();
  }

  @GrpcMethod(SERVICE, 'GetSnapshot')
  async getSnapshot(_request: sfuV1.GetSnapshotRequest, metadata: Metadata): Promise<sfuV1.PeerSnapshot> {
    return this.snapshots.execute(await this.tickets.peerOf(metadata));
  }

  @GrpcMethod(SERVICE, 'Connect')
  @UsePipes(new ZodRpcPipe(connectRequest))
  async connect(command: ConnectCommand, metadata: Metadata): Promise<sfuV1.ConnectResponse> {
    return await this.connectPeer.execute(await this.tickets.peerOf(metadata), command);
  }

  @GrpcMethod(SERVICE, 'Publish')
  @UsePipes(new ZodRpcPipe(publishRequest))
  async publish(publication: Publication, metadata: Metadata): Promise<sfuV1.PublishResponse> {
    return await this.publishTrack.execute(await this.tickets.peerOf(metadata), publication);
  }

  @GrpcMethod(SERVICE, 'Unpublish')
  @UsePipes(new ZodRpcPipe(unpublishRequest))
  async unpublish(
    { trackId }: z.output<typeof unpublishRequest>,
    metadata: Metadata,
  ): Promise<sfuV1.UnpublishResponse> {
    return { revision: this.unpublishTrack.execute(await this.tickets.peerOf(metadata), trackId) };
  }

  @GrpcMethod(SERVICE, 'SetTrackMuted')
  @UsePipes(new ZodRpcPipe(setTrackMutedRequest))
  async setTrackMuted(
    { trackId, muted }: z.output<typeof setTrackMutedRequest>,
    metadata: Metadata,
  ): Promise<sfuV1.SetTrackMutedResponse> {
    return { revision: await this.muting.execute(await this.tickets.peerOf(metadata), trackId, muted) };
  }

  @GrpcMethod(SERVICE, 'ResumeSubscriptions')
  @UsePipes(new ZodRpcPipe(resumeSubscriptionsRequest))
  async resumeSubscriptions(
    { subscriptionIds }: z.output<typeof resumeSubscriptionsRequest>,
    metadata: Metadata,
  ): Promise<sfuV1.ResumeSubscriptionsResponse> {
    this.resuming.execute(await this.tickets.peerOf(metadata), subscriptionIds);
    return {};
  }

  @GrpcMethod(SERVICE, 'SetViewport')
  @UsePipes(new ZodRpcPipe(setViewportRequest))
  async setViewport(shown: Map<string, PictureSize>, metadata: Metadata): Promise<sfuV1.SetViewportResponse> {
    this.viewport.execute(await this.tickets.peerOf(metadata), shown);
    return {};
  }

  @GrpcMethod(SERVICE, 'RestartIce')
  @UsePipes(new ZodRpcPipe(restartIceRequest))
  async restartIce(directions: TransportDirection[], metadata: Metadata): Promise<sfuV1.RestartIceResponse> {
    const restarted = await this.ice.execute(await this.tickets.peerOf(metadata), directions);
    return {
      restarted: restarted.map(({ direction, iceParameters }) => ({
        direction: sfuV1.TransportDirection[direction],
        iceParametersJson: JSON.stringify(iceParameters),
      })),
    };
  }

  @GrpcMethod(SERVICE, 'GetStatistics')
  async getStatistics(_request: sfuV1.GetStatisticsRequest, metadata: Metadata): Promise<sfuV1.GetStatisticsResponse> {
    return await this.statistics.execute(await this.tickets.peerOf(metadata));
  }
}
