import { Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@videocall/platform-database';
import { LibraryTable, type ClipOrder, type ListPosition } from '../../application/ports/library-table.js';
import type { LibraryFile, LibraryRecording } from '../../domain/library.js';
import { refuseIfUnavailable } from './unavailable.js';

/** Deleting a recording may be repeated for as long. */
const REMEMBERED_MS = 86_400_000;
const BATCH = 100;

const WITH_CONTENT = {
  participants: { orderBy: { joinedAt: 'asc' } },
  files: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
} as const satisfies Prisma.RecordingInclude;
type Row = Prisma.RecordingGetPayload<{ include: typeof WITH_CONTENT }>;

/** The library in the `recording` schema. */
@Injectable()
export class PrismaLibraryTable extends LibraryTable {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    super();
    this.#client = client;
  }

  async page(callId: string, after: ListPosition | undefined, limit: number): Promise<readonly LibraryRecording[]> {
    const later = after && {
      OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }],
    };
    const rows = this.#client.recording.findMany({
      where: { deletedAt: null, ...(callId === '' ? {} : { callId }), ...later },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit,
      include: WITH_CONTENT,
    });
    return (await refuseIfUnavailable(rows)).map(recordingOf);
  }

  async find(recordingId: string): Promise<LibraryRecording | undefined> {
    const row = this.#client.recording.findUnique({
      where: { id: recordingId, deletedAt: null },
      include: WITH_CONTENT,
    });
    const found = await refuseIfUnavailable(row);
    return found ? recordingOf(found) : undefined;
  }

  async callOf(recordingId: string): Promise<string | undefined> {
    const row = this.#client.recording.findUnique({ where: { id: recordingId }, select: { callId: true } });
    return (await refuseIfUnavailable(row))?.callId;
  }

  async markDeleted(recordingId: string): Promise<void> {
    const where = { id: recordingId, deletedAt: null };
    await refuseIfUnavailable(this.#client.recording.updateMany({ where, data: { deletedAt: new Date() } }));
  }

  async beingDeleted(): Promise<readonly string[]> {
    const rows = await this.#client.recording.findMany({
      where: { deletedAt: { not: null }, forgottenAt: null },
      orderBy: { deletedAt: 'asc' },
      select: { id: true },
      take: BATCH,
    });
    return rows.map(({ id }) => id);
  }

  async forget(recordingId: string): Promise<void> {
    await this.#client.$transaction([
      this.#client.recordingFile.deleteMany({ where: { recordingId } }),
      this.#client.capturedParticipant.deleteMany({ where: { recordingId } }),
      this.#client.recording.update({
        where: { id: recordingId },
        data: { callTitle: '', forgottenAt: new Date() },
      }),
    ]);
  }

  async purge(): Promise<void> {
    const before = new Date(Date.now() - REMEMBERED_MS);
    await this.#client.recording.deleteMany({ where: { forgottenAt: { lt: before } } });
  }

  async addClip({ id, ...order }: ClipOrder): Promise<LibraryFile & { readonly recordingId: string }> {
    const { fromMs, toMs } = order;
    const data = { id, ...order, kind: 'CLIP' as const, bytes: 0, durationMs: toMs - fromMs, ready: false };
    await refuseIfUnavailable(this.#client.recordingFile.createMany({ data: [data], skipDuplicates: true }));
    const row = await refuseIfUnavailable(this.#client.recordingFile.findUniqueOrThrow({ where: { id } }));
    return { ...fileOf(row), recordingId: row.recordingId };
  }
}

function recordingOf({ participants, files, ...row }: Row): LibraryRecording {
  return { ...row, participants, files: files.map(fileOf) };
}

/** A row as the domain has it. */
export function fileOf({ bytes, ...row }: Row['files'][number]): LibraryFile {
  return { ...row, bytes: Number(bytes) };
}
