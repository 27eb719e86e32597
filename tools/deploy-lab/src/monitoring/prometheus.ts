import { vps } from '../lab.ts';

const CORE = '172.29.7';
const PROMETHEUS = `http://${CORE}.20:9090`;
const ANSWER_SECONDS = '20';

/** One series of an answer. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: { readonly result: readonly Sample[] };
}

/**
 * Asks the Prometheus that runs on the VPS, from the VPS, as nobody else can.
 * @throws Error with what Prometheus has against the query
 */
export async function ask(query: string): Promise<readonly Sample[]> {
  const answer = await vps.run([
    'curl',
    '-sS',
    '--max-time',
    ANSWER_SECONDS,
    '--data-urlencode',
    `query=${query}`,
    `${PROMETHEUS}/api/v1/query`,
  ]);
  const { status, error, data } = JSON.parse(answer) as Answer;
  if (status !== 'success' || !data) throw new Error(`${query}: ${error ?? answer}`);
  return data.result;
}

/** What Grafana answers on the VPS without a login where it may. */
export async function askGrafana(path: string): Promise<unknown> {
  const url = `http://${CORE}.22:3000${path}`;
  return JSON.parse(await vps.run(['curl', '-sS', '--max-time', ANSWER_SECONDS, url])) as unknown;
}
