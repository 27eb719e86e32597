import { Injectable, Logger } from '@nestjs/common';

import { noticeMail, NOTICE_AHEAD_MS, NOTICE_AT_LEAST_MS } from '../domain/maintenance-notice.js';
import { AuthStore, type ClaimedNotice } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';
import { Mailer } from './ports/mailer.js';

/** Emails of one run; the next run goes on, so that stopping the service never waits long. */
const AT_ONCE = 20;
/** After this long another instance takes over from one that died. */
const CLAIM_MS = 5 * 60_000;

/** Tells every user of maintenance by email, from a day before (OPS-6). */
@Injectable()
export class SendMaintenanceNotices {
  readonly #logger = new Logger(SendMaintenanceNotices.name);

  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
    private readonly publicUrl: string,
  ) {}

  /** @throws Error where the mail server cannot be reached; the next run goes on with whoever was not told. */
  async run(): Promise<void> {
    const { maintenanceNotices } = this.store.tables;
    const now = this.clock.now().getTime();
    const claimed = await maintenanceNotices.claim({
      startingAfter: new Date(now + NOTICE_AT_LEAST_MS),
      startingUntil: new Date(now + NOTICE_AHEAD_MS),
      now: new Date(now),
      claimedUntil: new Date(now + CLAIM_MS),
    });
    if (!claimed) return;
    try {
      await this.#tellSome(claimed);
    } finally {
      await maintenanceNotices.release(claimed.maintenanceId);
    }
  }

  async #tellSome({ toldThrough, ...notice }: ClaimedNotice): Promise<void> {
    const { users, maintenanceNotices } = this.store.tables;
    const next = await users.enabledAfter(toldThrough, AT_ONCE);
    const mail = noticeMail(notice, this.publicUrl);
    for (const { id, email } of next) {
      if ((await this.mailer.send({ to: email, ...mail })) === 'REFUSED') {
        this.#logger.warn({ msg: "a user's email address is refused", userId: id });
      }
      await maintenanceNotices.told(notice.maintenanceId, id);
    }
    if (next.length < AT_ONCE) await maintenanceNotices.finish(notice.maintenanceId, this.clock.now());
  }
}
