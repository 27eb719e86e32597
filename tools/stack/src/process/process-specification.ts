/** What is needed to run a long-lived process and to know when it is ready. */
export interface ProcessSpecification {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** File that standard output and error are appended to. */
  readonly logFile: string;
  /** What ends it in good order; it also gets this when we die without having stopped it. */
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  /** Options of setpriv(1), e.g. another user. */
  readonly privileges?: readonly string[];
  /** Whether it does its work now. Never throws. */
  isReady(): Promise<boolean>;
}
