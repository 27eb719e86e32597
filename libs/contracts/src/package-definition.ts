import type { MethodDefinition } from '@grpc/grpc-js';

/** A service as ts-proto generates it: camelCase method names, codecs included. */
export type GrpcServiceDefinition = Readonly<Record<string, MethodDefinition<never, unknown>>>;

/**
 * What Nest's gRPC server takes instead of a `.proto` path, so that no service reads proto files when it runs.
 *
 * @param services generated definitions, for example `callV1.CallServiceService`; each one's full name and its methods'
 *   names are read from the method paths (`/videocall.call.v1.CallService/JoinCall`).
 */
export function grpcPackageDefinition(
  ...services: readonly object[]
): Record<string, Record<string, MethodDefinition<never, unknown>>> {
  const definition: Record<string, Record<string, MethodDefinition<never, unknown>>> = {};
  for (const service of services as readonly GrpcServiceDefinition[]) {
    for (const method of Object.values(service)) {
      const [, serviceName, methodName] = method.path.split('/');
      if (!serviceName || !methodName) throw new TypeError(`not a gRPC method path: ${method.path}`);
      (definition[serviceName] ??= {})[methodName] = method;
    }
  }
  return definition;
}
