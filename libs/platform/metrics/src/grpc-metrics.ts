import { ServerInterceptingCall, status, type ServerInterceptor } from '@grpc/grpc-js';
import { rpcDuration } from './red-metrics.js';

/**
 * Counts and times every gRPC call where its final status is known, so that what guards refuse and what clients cancel is
 * counted too. Streams are counted when they end.
 */
export const grpcMetricsInterceptor: ServerInterceptor = (method, call) => {
  const stop = rpcDuration.startTimer({ method: method.path });
  let counted = false;
  const count = (code: status): void => {
    if (counted) return;
    counted = true;
    stop({ code: status[code] });
  };
  return new ServerInterceptingCall(call, {
    start: (next) =>
      next({
        onReceiveMetadata: (metadata, forward) => forward(metadata),
        onReceiveMessage: (message, forward) => forward(message),
        onReceiveHalfClose: (forward) => forward(),
        onCancel: () => count(status.CANCELLED),
      }),
    sendStatus: (sent, forward) => {
      count(sent.code);
      forward(sent);
    },
  });
};
