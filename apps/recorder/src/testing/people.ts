import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Metadata, Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import {
  createTokenSigner,
  generateSigningKey,
  publicKeySet,
  type AccessClaims,
  type TokenSigner,
} from '@videocall/platform-auth-guard';
import { callV1 } from '@videocall/contracts';
import type { TlsMaterial } from '@videocall/platform-grpc';

type ListCall = ServerUnaryCall<callV1.ListAttendancesRequest, callV1.ListAttendancesResponse>;

/** Options of a call made by somebody. */
export interface Somebody {
  readonly metadata: Metadata;
}

/** Signs people in as auth does, and knows who was in which call as the orchestrator does. */
export class People {
  readonly #web: HttpServer;
  readonly #grpc: Server;
  readonly #signer: TokenSigner;
  /** By access token: call id → as a host. */
  readonly #attendances = new Map<string, ReadonlyMap<string, boolean>>();
  #next = 1;

  private constructor(
    web: HttpServer,
    grpc: Server,
    signer: TokenSigner,
    readonly orchestratorAddress: string,
  ) {
    this.#web = web;
    this.#grpc = grpc;
    this.#signer = signer;
  }

  /** @param tls its certificate's CN is `call-orchestrator` */
  static async start({ ca, cert, key }: TlsMaterial): Promise<People> {
    const signingKey = await generateSigningKey();
    const web = createServer((_request, response) => response.end(JSON.stringify(publicKeySet([signingKey]))));
    await once(web.listen(0, '127.0.0.1'), 'listening');
    const grpc = new Server();
    const credentials = ServerCredentials.createSsl(ca, [{ cert_chain: cert, private_key: key }], true);
    const port = await new Promise<number>((resolve, reject) => {
      grpc.bindAsync('localhost:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    const signer = await createTokenSigner('videocall-auth', signingKey);
    const people = new People(web, grpc, signer, `localhost:${port}`);
    grpc.addService(callV1.CaptureServiceService, {
      listAttendances: (call: ListCall, done: sendUnaryData<callV1.ListAttendancesResponse>) =>
        done(null, people.#attendancesOf(call)),
    });
    return people;
  }

  get jwksUrl(): string {
    return `http://127.0.0.1:${(this.#web.address() as AddressInfo).port}/.well-known/jwks.json`;
  }

  /** @param attended calls that they were in: by id, whether as a host */
  async somebody(
    attended: Readonly<Record<string, boolean>> = {},
    claims: Partial<AccessClaims> = {},
  ): Promise<Somebody> {
    const all = { sub: `user_${this.#next++}`, kind: 'user', name: 'Ada', admin: false, sid: 'sess_1', ...claims };
    const { token } = await this.#signer.sign({ typ: 'at+jwt', claims: all, expiresInSeconds: 900 });
    this.#attendances.set(`Bearer ${token}`, new Map(Object.entries(attended)));
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    return { metadata };
  }

  stop(): void {
    this.#web.close();
    this.#grpc.forceShutdown();
  }

  #attendancesOf({ request, metadata }: ListCall): callV1.ListAttendancesResponse {
    const attended = this.#attendances.get(String(metadata.get('authorization')[0]));
    const attendances = request.callIds.flatMap((callId) => {
      const host = attended?.get(callId);
      return host === undefined ? [] : [{ callId, host }];
    });
    return { attendances };
  }
}
