import type { ServerUnaryCall } from '@grpc/grpc-js';
import { UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Refusal } from '@videocall/errors';

type ServerCall = Pick<ServerUnaryCall<unknown, unknown>, 'getAuthContext'>;

/**
 * Only these services may call the method (or any method of the controller). A service is who its client certificate
 * says: the CN, under the private CA.
 *
 * Refuses with CALLER_NOT_ALLOWED.
 */
export function CallerIs(...services: readonly [string, ...string[]]): ClassDecorator & MethodDecorator {
  return UseGuards(new CallerIsGuard(services));
}

/** The name in the calling service's certificate; undefined over a connection without one. */
export function callerName(call: ServerCall): string | undefined {
  const name = call.getAuthContext().sslPeerCertificate?.subject?.CN;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

class CallerIsGuard implements CanActivate {
  readonly #services: ReadonlySet<string>;

  constructor(services: readonly string[]) {
    this.#services = new Set(services);
  }

  canActivate(context: ExecutionContext): boolean {
    // Nest hands over (request, metadata, call), or only the call where the handler takes the raw stream.
    const call = context.getArgs<unknown[]>().find(isServerCall);
    const caller = call && callerName(call);
    if (caller === undefined || !this.#services.has(caller)) throw new Refusal('CALLER_NOT_ALLOWED');
    return true;
  }
}

function isServerCall(value: unknown): value is ServerCall {
  return typeof value === 'object' && value !== null && 'getAuthContext' in value;
}
