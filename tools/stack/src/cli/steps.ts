/** Told in words what is being done inside a step. */
export type Report = (message: string) => void;

const seconds = (started: number): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;

/** Shows a report only when it says something new: of "building: 41 %", every tenth. */
function coarsely(show: Report): Report {
  let shown = '';
  return (message) => {
    const rounded = message.replace(/(\d+) %/, (_, percent: string) => `${Math.floor(Number(percent) / 10) * 10} %`);
    if (rounded === shown) return;
    shown = rounded;
    show(message);
  };
}

/** Runs one step of a command, telling when it begins, what it reports, and how long it took. */
export async function step<T>(title: string, work: (report: Report) => Promise<T>): Promise<T> {
  const started = performance.now();
  process.stdout.write(`▸ ${title}\n`);
  try {
    const result = await work(
      coarsely((message) => process.stdout.write(`    ${seconds(started).padStart(8)}  ${message}\n`)),
    );
    process.stdout.write(`✔ ${title} ${seconds(started)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`✖ ${title} ${seconds(started)}\n`);
    throw error;
  }
}

/** An error as its reader needs it: the message, and that of what caused it. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}\n  because: ${error.cause.message}` : error.message;
}
