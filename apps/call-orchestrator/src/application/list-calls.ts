import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import type { Caller } from '../domain/caller.js';
import { isOpen } from '../domain/vocabulary.js';
import { CallReader, type CallSummary } from './ports/call-reader.js';

const DEFAULT_PAGE_SIZE = 20;

/** The calls the caller took part in, newest first (CALL-6). */
@Injectable()
export class ListCalls {
  readonly #reader: CallReader;

  constructor(reader: CallReader) {
    this.#reader = reader;
  }

  /**
   * @param pageSize 1..100; 0: 20.
   * @param pageToken as the page before gave it; empty for the first.
   * @throws Refusal REQUEST_INVALID for a page token that is not ours.
   */
  async execute(caller: Caller, pageSize: number, pageToken: string): Promise<callV1.ListCallsResponse> {
    const limit = pageSize === 0 ? DEFAULT_PAGE_SIZE : pageSize;
    const found = await this.#reader.callsOf(caller.identityId, position(pageToken), limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return { calls: page.map(summary), nextPageToken: last && found.length > limit ? token(last) : '' };
  }
}

function summary({
  data,
  participantNames,
  participantCount,
  removed,
  recordingCount,
}: CallSummary): callV1.CallSummary {
  return {
    id: data.id,
    roomId: data.roomId ?? '',
    title: data.title,
    state: callV1.CallState[data.state],
    endReason: callV1.CallEndReason[data.endReason ?? 'UNSPECIFIED'],
    startedAt: data.createdAt,
    endedAt: data.endedAt ?? undefined,
    participantNames: [...participantNames],
    participantCount,
    canRejoin: isOpen(data.state) && !removed,
    recordingCount,
  };
}

function token({ data }: CallSummary): string {
  return Buffer.from(`${data.createdAt.toISOString()} ${data.id}`).toString('base64url');
}

function position(pageToken: string): { createdAt: Date; id: string } | undefined {
  if (pageToken === '') return undefined;
  const [instant = '', id = ''] = Buffer.from(pageToken, 'base64url').toString().split(' ');
  const createdAt = new Date(instant);
  if (id === '' || Number.isNaN(createdAt.getTime())) {
    throw new Refusal('REQUEST_INVALID', {
      details: { fields: [{ field: 'pageToken', message: 'not a page token' }] },
    });
  }
  return { createdAt, id };
}
