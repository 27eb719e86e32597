import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import type { Caller } from '../domain/caller.js';
import { LibraryAccess, type Accessible } from './library-access.js';
import { LibraryTable, type ListPosition } from './ports/library-table.js';

const DEFAULT_PAGE_SIZE = 20;
const BATCH = 200;
/** A page that took as many batches is given as it is; the next goes on from there. */
const BATCHES = 10;

export interface RecordingPage {
  readonly recordings: readonly Accessible[];
  /** Empty: that was all. */
  readonly nextPageToken: string;
}

/** The recordings of all calls the caller took part in, newest first (REC-3). */
@Injectable()
export class ListRecordings {
  constructor(
    private readonly table: LibraryTable,
    private readonly access: LibraryAccess,
  ) {}

  /**
   * @param callId only of this call; empty: of all
   * @param pageSize 1..100; 0: 20
   * @throws Refusal REQUEST_INVALID for a page token that is not ours
   */
  async execute(caller: Caller, callId: string, pageSize: number, pageToken: string): Promise<RecordingPage> {
    const size = pageSize === 0 ? DEFAULT_PAGE_SIZE : pageSize;
    const found: Accessible[] = [];
    let position = positionOf(pageToken);
    for (let batch = 0; batch < BATCHES; batch++) {
      const rows = await this.table.page(callId, position, BATCH);
      const accessible = await this.access.among(caller, rows);
      const missing = size - found.length;
      found.push(...accessible.slice(0, missing));
      const full = accessible.length > missing;
      const last = full ? found.at(-1)?.recording : rows.at(-1);
      if (!last || (!full && rows.length < BATCH)) return { recordings: found, nextPageToken: '' };
      position = last;
      if (full) break;
    }
    return { recordings: found, nextPageToken: position ? tokenOf(position) : '' };
  }
}

function tokenOf({ createdAt, id }: ListPosition): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');
}

function positionOf(pageToken: string): ListPosition | undefined {
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
