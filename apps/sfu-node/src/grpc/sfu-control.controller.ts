import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { sfuV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import { map, type Observable } from 'rxjs';
import type { z } from 'zod';
import { CloseMedia } from '../application/close-media.js';
import { DrainNode } from '../application/drain-node.js';
import { MoveCall } from '../application/move-call.js';
import { NodeIdentity } from '../application/node-identity.js';
import { OpenPeer, type OpenPeerCommand } from '../application/open-peer.js';
import { SetQualityCeiling } from '../application/set-quality-ceiling.js';
import { SetPeerPolicy } from '../application/set-peer-policy.js';
import { WatchNode } from '../application/watch-node.js';
import {
  closeCallRequest,
  closePeerRequest,
  moveCallRequest,
  openPeerRequest,
  setPeerPolicyRequest,
  setQualityCeilingRequest,
} from './request-schemas.js';

const SERVICE = 'SfuControlService';

/** The control of this node, by the orchestrator alone. */
@Controller()
@CallerIs('call-orchestrator')
export class SfuControlController {
  constructor(
    private readonly identity: NodeIdentity,
    private readonly openPeerCase: OpenPeer,
    private readonly closeMedia: CloseMedia,
    private readonly moveCallCase: MoveCall,
    private readonly setPeerPolicyCase: SetPeerPolicy,
    private readonly setQualityCeilingCase: SetQualityCeiling,
    private readonly watchNodeCase: WatchNode,
    private readonly drainNodeCase: DrainNode,
  ) {}

  @GrpcMethod(SERVICE, 'OpenPeer')
  @UsePipes(new ZodRpcPipe(openPeerRequest))
  async openPeer(command: OpenPeerCommand): Promise<sfuV1.OpenPeerResponse> {
    return { bootId: this.identity.bootId, snapshot: await this.openPeerCase.execute(command) };
  }

  @GrpcMethod(SERVICE, 'ClosePeer')
  @UsePipes(new ZodRpcPipe(closePeerRequest))
  closePeer({ peerId, reason }: z.output<typeof closePeerRequest>): sfuV1.ClosePeerResponse {
    this.closeMedia.peer(peerId, reason);
    return {};
  }

  @GrpcMethod(SERVICE, 'CloseCall')
  @UsePipes(new ZodRpcPipe(closeCallRequest))
  closeCall({ callId, reason }: z.output<typeof closeCallRequest>): sfuV1.CloseCallResponse {
    this.closeMedia.call(callId, reason);
    return {};
  }

  @GrpcMethod(SERVICE, 'MoveCall')
  @UsePipes(new ZodRpcPipe(moveCallRequest))
  moveCall({ callId }: z.output<typeof moveCallRequest>): sfuV1.MoveCallResponse {
    this.moveCallCase.execute(callId);
    return {};
  }

  @GrpcMethod(SERVICE, 'SetPeerPolicy')
  @UsePipes(new ZodRpcPipe(setPeerPolicyRequest))
  async setPeerPolicy({ peerId, policy }: z.output<typeof setPeerPolicyRequest>): Promise<sfuV1.SetPeerPolicyResponse> {
    await this.setPeerPolicyCase.execute(peerId, policy);
    return {};
  }

  @GrpcMethod(SERVICE, 'SetQualityCeiling')
  @UsePipes(new ZodRpcPipe(setQualityCeilingRequest))
  setQualityCeiling({ ceiling }: z.output<typeof setQualityCeilingRequest>): sfuV1.SetQualityCeilingResponse {
    this.setQualityCeilingCase.execute(ceiling);
    return {};
  }

  @GrpcMethod(SERVICE, 'WatchNode')
  watchNode(): Observable<sfuV1.NodeEvent> {
    return this.watchNodeCase.execute().pipe(map((event) => ({ event })));
  }

  @GrpcMethod(SERVICE, 'DrainNode')
  drainNode(): sfuV1.DrainNodeResponse {
    return { remainingCalls: this.drainNodeCase.execute() };
  }
}
