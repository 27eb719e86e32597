import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaClient } from '@videocall/platform-database';
import {
  CallDatabase,
  type CallTransaction,
  type EndingRecording,
  type PlacedPeer,
  type Undelivered,
} from '../../application/ports/call-database.js';
import type { CallData, ClosingPeer } from '../../domain/call.js';
import type { CallId, ParticipantId, PeerId, RecordingId } from '../../domain/ids.js';
import { PrismaCallTransaction } from './prisma-call-transaction.js';
import { callOf, participantOf } from './rows.js';
import { refuseIfUnavailable } from './unavailable.js';

/** The `call` schema in PostgreSQL. */
@Injectable()
export class PrismaCallDatabase extends CallDatabase implements OnApplicationShutdown {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    super();
    this.#client = client;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#client.$disconnect();
  }

  transaction<T>(work: (transaction: CallTransaction) => Promise<T>): Promise<T> {
    return refuseIfUnavailable(this.#client.$transaction((client) => work(new PrismaCallTransaction(client))));
  }

  async confirmPolicy(participantId: ParticipantId, peerId: PeerId, version: number): Promise<void> {
    await this.#client.participant.updateMany({
      where: { id: participantId, peerId, policyConfirmedVersion: { lt: version } },
      data: { policyConfirmedVersion: version },
    });
  }

  async peersClosed(peerIds: readonly PeerId[]): Promise<void> {
    await this.#client.closingPeer.deleteMany({ where: { peerId: { in: [...peerIds] } } });
  }

  async callClosed(callId: CallId): Promise<void> {
    await this.#client.call.updateMany({ where: { id: callId, state: 'ENDING' }, data: { state: 'ENDED' } });
  }

  async undelivered(): Promise<Undelivered> {
    const [policies, closingPeers, endingCalls] = await Promise.all([
      this.#client.participant.findMany({
        where: {
          state: { in: ['JOINED', 'RECONNECTING'] },
          mediaLost: false,
          policyConfirmedVersion: { gt: 0, lt: this.#client.participant.fields.policyVersion },
        },
        include: { call: true },
      }),
      this.#client.closingPeer.findMany(),
      this.#client.call.findMany({ where: { state: 'ENDING' } }),
    ]);
    return {
      policies: policies.map(({ call, ...participant }) => ({
        call: callOf(call),
        participant: participantOf(participant),
      })),
      closingPeers: closingPeers as unknown as ClosingPeer[],
      endingCalls: endingCalls.map(callOf),
    };
  }

  async endingRecordings(): Promise<EndingRecording[]> {
    const rows = await this.#client.callRecording.findMany({
      where: { state: { in: ['STOPPING', 'RELEASED'] } },
      select: { id: true, callId: true },
    });
    return rows.map(({ id, callId }) => ({ recordingId: id as RecordingId, callId: callId as CallId }));
  }

  async forgetReleased(recordingId: RecordingId): Promise<void> {
    await this.#client.callRecording.deleteMany({ where: { id: recordingId, state: 'RELEASED' } });
  }

  async overdueCalls(): Promise<CallId[]> {
    const rows = await this.#client.$queryRaw<{ id: CallId }[]>`
      SELECT id FROM call.calls WHERE deadline <= clock_timestamp() OR screen_deadline <= clock_timestamp()
      UNION SELECT call_id FROM call.participants WHERE deadline <= clock_timestamp()
      UNION SELECT call_id FROM call.recordings WHERE deadline <= clock_timestamp()`;
    return rows.map(({ id }) => id);
  }

  async nextDeadlineMs(): Promise<number | undefined> {
    const [row] = await this.#client.$queryRaw<{ wait: number | null }[]>`
      SELECT (extract(epoch FROM least(
        (SELECT min(deadline) FROM call.calls),
        (SELECT min(screen_deadline) FROM call.calls),
        (SELECT min(deadline) FROM call.participants),
        (SELECT min(deadline) FROM call.recordings)
      ) - clock_timestamp()) * 1000)::float8 AS wait`;
    return row?.wait ?? undefined;
  }

  async deleteOldRequests(): Promise<void> {
    await this.#client.$executeRaw`DELETE FROM call.request_records WHERE expires_at < clock_timestamp()`;
  }

  async placedPeers(): Promise<PlacedPeer[]> {
    const rows = await this.#client.participant.findMany({
      where: {
        state: { in: ['JOINED', 'RECONNECTING'] },
        mediaLost: false,
        policyConfirmedVersion: { gt: 0 },
        call: { nodeId: { not: null }, bootId: { not: null } },
      },
      include: { call: true },
    });
    return rows.map(({ call, ...participant }) => ({
      callId: call.id as CallId,
      nodeId: call.nodeId ?? '',
      bootId: call.bootId ?? '',
      participant: participantOf(participant),
    }));
  }

  async knownPeers(peerIds: readonly string[]): Promise<ReadonlyMap<string, PlacedPeer>> {
    const rows = await this.#client.participant.findMany({
      where: { peerId: { in: [...peerIds] }, state: { not: 'LEFT' }, mediaLost: false },
      include: { call: true },
    });
    return new Map(
      rows.map(({ call, ...participant }) => [
        participant.peerId,
        {
          callId: call.id as CallId,
          nodeId: call.nodeId ?? '',
          bootId: call.bootId ?? '',
          participant: participantOf(participant),
        },
      ]),
    );
  }

  async openCallsOnNodes(): Promise<CallData[]> {
    const rows = await this.#client.call.findMany({
      where: { nodeId: { not: null }, state: { in: ['STARTING', 'ACTIVE'] } },
    });
    return rows.map(callOf);
  }
}
