import { sfuV1 } from '@videocall/contracts';

/** What this node serves over gRPC. */
export const GRPC_SERVICES: readonly object[] = [
  sfuV1.SfuCaptureServiceService,
  sfuV1.SfuControlServiceService,
  sfuV1.SfuMediaServiceService,
  sfuV1.SfuSignallingServiceService,
];
