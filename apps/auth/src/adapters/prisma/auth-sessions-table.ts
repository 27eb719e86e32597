import type { Prisma } from '@videocall/platform-database';

import type { AuthSessions } from '../../application/ports/auth-store.js';
import type { AuthSession, AuthSessionEndReason } from '../../domain/auth-session.js';

type Row = Prisma.AuthSessionGetPayload<object>;

function toAuthSession(row: Row): AuthSession {
  // Only `end` below writes the column.
  return {
    ...row,
    endedAt: row.endedAt ?? undefined,
    endReason: (row.endReason ?? undefined) as AuthSessionEndReason | undefined,
  };
}

export function authSessionsTable(client: Prisma.TransactionClient): AuthSessions {
  const byId = async (id: string): Promise<AuthSession | undefined> => {
    const row = await client.authSession.findUnique({ where: { id } });
    return row === null ? undefined : toAuthSession(row);
  };
  return {
    byId,
    async insert(session) {
      await client.authSession.create({ data: session });
    },
    async lock(id) {
      await client.$executeRaw`SELECT 1 FROM auth.auth_sessions WHERE id = ${id} FOR UPDATE`;
      return byId(id);
    },
    async lockByRefreshToken(hash) {
      const [found] = await client.$queryRaw<{ id: string }[]>`
        SELECT s.id FROM auth.auth_sessions s JOIN auth.refresh_tokens t ON t.auth_session_id = s.id
        WHERE t.hash = ${hash} FOR UPDATE OF s`;
      return found === undefined ? undefined : byId(found.id);
    },
    async lockExpired(now, limit) {
      const found = await client.$queryRaw<{ id: string }[]>`
        SELECT id FROM auth.auth_sessions WHERE ended_at IS NULL AND expires_at <= ${now}
        ORDER BY expires_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
      const rows = await client.authSession.findMany({ where: { id: { in: found.map(({ id }) => id) } } });
      return rows.map(toAuthSession);
    },
    async liveOf(userId, now) {
      const rows = await client.authSession.findMany({
        where: { userId, endedAt: null, expiresAt: { gt: now } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return rows.map(toAuthSession);
    },
    async touch(id, use) {
      await client.authSession.update({ where: { id }, data: use });
    },
    async end(id, endedAt, endReason) {
      const { count } = await client.authSession.updateMany({
        where: { id, endedAt: null },
        data: { endedAt, endReason },
      });
      return count === 1;
    },
    async purgeEndedBefore(time) {
      await client.authSession.deleteMany({ where: { endedAt: { lt: time } } });
    },
  };
}
