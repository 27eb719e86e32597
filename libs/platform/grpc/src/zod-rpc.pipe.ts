import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import type { z } from 'zod';

/**
 * Validates a request message before its handler sees it; ts-proto's types promise shapes, not content.
 *
 * `@GrpcMethod('CallService', 'JoinCall') @UsePipes(new ZodRpcPipe(joinCallRequest))`. What does not match is refused with
 * REQUEST_INVALID; its details name the fields.
 */
export class ZodRpcPipe implements PipeTransform {
  readonly #schema: z.ZodType;

  constructor(schema: z.ZodType) {
    this.#schema = schema;
  }

  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    // A pipe on a method is given the call and its metadata too; only the message is a 'body'.
    return type === 'body' ? this.#schema.parse(value) : value;
  }
}
