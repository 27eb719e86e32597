/** What a task's `main.ts` offers. */
interface Task {
  /**
   * Does the task. What it prints is for the operator.
   * @param args those after the task's name
   * @returns the exit code: 0 good, 1 failed, 2 wrong usage
   */
  run(args: readonly string[]): Promise<number>;
}

/** The tasks by name. Each is loaded only when it is asked for, since some need much. */
export const TASKS: Readonly<Record<string, () => Promise<Task>>> = {
  backup: () => import('./backup/main.ts'),
  certificates: () => import('./certificates/main.ts'),
  doctor: () => import('./doctor/main.ts'),
  configure: () => import('./configure/main.ts'),
  drill: () => import('./backup/drill-main.ts'),
  maintenance: () => import('./maintenance/main.ts'),
  logs: () => import('./logs/main.ts'),
  migrate: () => import('./migrate/main.ts'),
  restore: () => import('./backup/restore-main.ts'),
};
