import { Injectable } from '@nestjs/common';
import { collectGauge } from '@videocall/platform-metrics';

/** Resolves when the dependency answers, rejects when it does not. */
export type ReadinessCheck = () => Promise<unknown>;

const CHECK_TIMEOUT_MS = 1_000;

/** What the service cannot do without. Adapters register what they hold; `/readyz` asks. */
@Injectable()
export class Readiness {
  readonly #checks = new Map<string, ReadinessCheck>();
  #draining = false;

  /** From now on Prometheus is told of each dependency. */
  measure(): void {
    collectGauge(
      'service_dependency_up',
      'Whether what the service depends on answers: 1 or 0.',
      ['dependency'],
      async (set) => {
        const { checks } = await this.report();
        for (const [dependency, outcome] of Object.entries(checks)) set({ dependency }, outcome === 'ok' ? 1 : 0);
      },
    );
  }

  add(name: string, check: ReadinessCheck): void {
    this.#checks.set(name, check);
  }

  /** From now on the service is not ready: no new work, please. */
  drain(): void {
    this.#draining = true;
  }

  /** Each check's outcome. One that takes longer than a second has failed. */
  async report(): Promise<{ readonly ready: boolean; readonly checks: Readonly<Record<string, 'ok' | 'failed'>> }> {
    const outcomes = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, (await passes(check)) ? 'ok' : 'failed'] as const),
    );
    const ready = !this.#draining && outcomes.every(([, outcome]) => outcome === 'ok');
    return { ready, checks: Object.fromEntries(outcomes) };
  }
}

async function passes(check: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_TIMEOUT_MS);
  });
  const outcome = check().then(
    () => true,
    () => false,
  );
  return await Promise.race([outcome, timeout]).finally(() => clearTimeout(timer));
}
