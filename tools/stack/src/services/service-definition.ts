import type { DatabaseSchema, ServiceCertificate } from '@videocall/provision';

/** What a service's environment is made from: where everything of one stack is. */
export interface StackContext {
  /** Address on which people reach the web app, without a slash at its end. */
  readonly publicUrl: string;
  /** The stack's data folder. */
  readonly dataDir: string;
  readonly redisUrl: string;
  readonly databaseUrls: Readonly<Record<DatabaseSchema, string>>;
  /** Names of the services that are sfu-nodes. */
  readonly sfuNodes: readonly string[];
  /** Path of the mediasoup-worker binary. */
  readonly mediaWorkerBinary: string;
  /** Address of this machine at which media is offered. */
  readonly mediaAddress: string;
  /** Undefined where no TURN server is installed. */
  readonly turn: { readonly urls: readonly string[]; readonly secretFile: string } | undefined;
  readonly admin: { readonly email: string; readonly passwordFile: string };
  /** A port of a service by the name that its definition gives it. */
  port(service: string, name: string): number;
  certificate(service: string): ServiceCertificate;
}

/** How one service is run. Its row in the table is all that the stack knows of it. */
export interface ServiceDefinition {
  readonly name: string;
  /** Names of the loopback ports it listens on, with how many follow each other; `http` must be among them. */
  readonly ports: Readonly<Record<string, number>>;
  /** Path on its `http` port that answers 200 when it is ready. */
  readonly readyPath: string;
  /** What Node runs, relative to the repository, and its arguments. */
  readonly program: readonly [script: string, ...args: string[]];
  environment(context: StackContext): Readonly<Record<string, string>>;
}
