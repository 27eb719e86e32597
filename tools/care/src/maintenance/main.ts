import type { callV1 } from '@videocall/contracts';
import { explain } from '../explain.ts';
import { Orchestrator } from './orchestrator.ts';
import { readRequest, type Request } from './request.ts';

const ADDRESS = 'call-orchestrator:9090';
const TLS_FOLDER = '/tls';

/** Announces, begins and ends maintenance of the server, and tells how it stands (OPS-6). */
export async function run(args: readonly string[]): Promise<number> {
  let request: Request;
  try {
    request = readRequest(args, new Date());
  } catch (error) {
    process.stderr.write(`✖ ${explain(error)}\n`);
    return 2;
  }
  const orchestrator = new Orchestrator(ADDRESS, TLS_FOLDER);
  try {
    process.stdout.write(`${await done(request, orchestrator)}\n`);
    return 0;
  } finally {
    orchestrator.close();
  }
}

async function done(request: Request, orchestrator: Orchestrator): Promise<string> {
  switch (request.action) {
    case 'state':
      return stateOf(await orchestrator.current(), new Date());
    case 'end':
      await orchestrator.end();
      return 'none';
    case 'announce':
    case 'start':
      return stateOf(await orchestrator.announce(request), new Date());
  }
}

/** For people and for programs: the first word is none, planned or on. */
export function stateOf(maintenance: callV1.Maintenance | undefined, now: Date): string {
  if (!maintenance?.startsAt || !maintenance.endsAt) return 'none';
  const { startsAt, endsAt } = maintenance;
  return `${startsAt <= now ? 'on' : 'planned'} from ${startsAt.toISOString()} to ${endsAt.toISOString()}`;
}
