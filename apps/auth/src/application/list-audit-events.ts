import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import type { Principal } from '@videocall/platform-auth-guard';

import type { AuditEvent } from '../domain/audit-event.js';
import { liveUser } from './live-user.js';
import { type AuditPosition, AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';

export interface AuditPage {
  readonly events: readonly AuditEvent[];
  /** Where the next page goes on; undefined on the last. */
  readonly next: AuditPosition | undefined;
}

/** Who did what, newest first; for administrators (AUTH-7). */
@Injectable()
export class ListAuditEvents {
  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @param pageSize 1..200.
   * @throws Refusal ADMIN_ONLY, by what the database says now; USERS_ONLY, TOKEN_INVALID, USER_NOT_FOUND, USER_DISABLED.
   */
  async run(caller: Principal, pageSize: number, after: AuditPosition | undefined): Promise<AuditPage> {
    const { user } = await liveUser(this.store.tables, caller, this.clock.now());
    if (!user.admin) throw new Refusal('ADMIN_ONLY');
    const found = await this.store.tables.audit.page(pageSize + 1, after);
    const events = found.slice(0, pageSize);
    const last = events.at(-1);
    return { events, next: found.length > pageSize && last ? { occurredAt: last.occurredAt, id: last.id } : undefined };
  }
}
