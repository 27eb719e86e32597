import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaClient, type Prisma } from '@videocall/platform-database';
import {
  CallDatabase,
  type CallTransaction,
  type EndingRecording,
  type PlacedCall,
  type PlacedPeer,
  type Undelivered,
} from '../../application/ports/call-database.js';
import { placeOf, type ClosingPeer } from '../../domain/call.js';
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
      this.#client.$queryRaw<ClosingPeer[]>`
        SELECT peer_id AS "peerId", node_id AS "nodeId", boot_id AS "bootId", reason, due_at AS "dueAt"
        FROM call.closing_peers WHERE due_at <= clock_timestamp()`,
      this.#client.call.findMany({ where: { state: 'ENDING' } }),
    ]);
    return {
      policies: policies.map(({ call, ...participant }) => ({
        call: callOf(call),
        participant: participantOf(participant),
      })),
      closingPeers,
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
      where: { state: { in: ['JOINED', 'RECONNECTING'] }, mediaLost: false, policyConfirmedVersion: { gt: 0 } },
      include: { call: true },
    });
    return rows.flatMap((row) => placedPeerOf(row) ?? []);
  }

  async knownPeers(peerIds: readonly string[]): Promise<ReadonlyMap<string, PlacedPeer>> {
    const rows = await this.#client.participant.findMany({
      where: { peerId: { in: [...peerIds] }, state: { not: 'LEFT' } },
      include: { call: true },
    });
    const placed = rows.flatMap((row) => placedPeerOf(row) ?? []);
    return new Map(placed.map((peer) => [peer.participant.peerId, peer]));
  }

  async peersKept(peerIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#client.$queryRaw<{ id: string }[]>`
      SELECT peer_id AS id FROM call.closing_peers WHERE peer_id = ANY(${[...peerIds]}) AND due_at > clock_timestamp()`;
    return new Set(rows.map(({ id }) => id));
  }

  async placedCalls(): Promise<PlacedCall[]> {
    return await this.#client.$queryRaw<PlacedCall[]>`
      WITH open AS (SELECT id, node_id, boot_id FROM call.calls WHERE state IN ('STARTING', 'ACTIVE'))
      SELECT id AS "callId", node_id AS "nodeId", boot_id AS "bootId" FROM open WHERE node_id IS NOT NULL
      UNION
      SELECT p.call_id, p.node_id, p.boot_id FROM call.participants AS p JOIN open ON open.id = p.call_id
      WHERE p.state <> 'LEFT' AND NOT p.media_lost AND p.node_id IS NOT NULL`;
  }
}

type PlacedRow = Prisma.ParticipantGetPayload<{ include: { call: true } }>;

/** Undefined for one that no node has been asked to open. */
function placedPeerOf({ call, ...participant }: PlacedRow): PlacedPeer | undefined {
  const place = placeOf(call, participant);
  return place && { callId: call.id as CallId, ...place, participant: participantOf(participant) };
}
