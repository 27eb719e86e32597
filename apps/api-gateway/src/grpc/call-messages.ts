import { callV1 } from '@videocall/contracts';
import { DisplayName } from '@videocall/rest-api';
import { Id, RequestId } from '@videocall/signalling';
import { z } from 'zod';
import { requireWellFormed } from '../domain/well-formed.js';

const profile = z.enum(callV1.QualityProfile).exclude(['UNRECOGNIZED']);
/** What protobuf leaves empty when it is not set. */
const optional = <Schema extends z.ZodType<string>>(schema: Schema) => z.union([z.literal(''), schema]);

/** What the public gRPC API takes, checked as REST checks the same fields. */
export const CALL_MESSAGES = {
  startCall: z.object({
    requestId: RequestId,
    title: z.string().trim().max(120),
    roomId: optional(Id),
    maxParticipants: z.union([z.literal(0), z.int().min(2).max(100)]),
    endToEndEncrypted: z.boolean(),
  }),
  joinCall: z.object({
    requestId: RequestId,
    grant: z.string().max(4096),
    rtpCapabilitiesJson: z.string().max(65_536),
    codecListHash: z.string().max(64),
    sendProfile: profile,
    receiveProfile: profile,
    displayName: optional(DisplayName),
    resumeToken: z.string().max(4096),
  }),
  leaveCall: z.object({ requestId: RequestId, callId: Id, participantId: Id }),
  endCall: z.object({ requestId: RequestId, callId: Id }),
  getCallStatus: z.object({ callId: Id }),
  openMedia: z.object({ callId: Id, participantId: Id }),
};

/** @throws ZodError, Refusal REQUEST_INVALID */
export function checked<Schema extends z.ZodType>(schema: Schema, message: unknown): z.output<Schema> {
  requireWellFormed(message);
  return schema.parse(message);
}
