import { Readable } from 'node:stream';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RECORDING_FILES_PATH, RecordingFiles } from '../adapters/recording-files.js';

/** Lets a browser show a film or a picture that was opened by its address; nothing else is loaded from it. */
const FILE_POLICY =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** Files of recordings at their signed addresses, with ranges; needs no identity, since the address is the permission. */
@Controller()
export class RecordingFilesController {
  constructor(private readonly files: RecordingFiles) {}

  /** Also answers HEAD. */
  @Get(`${RECORDING_FILES_PATH}/*`)
  async file(@Req() { method, url, headers }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    // An empty stream where there is no body: of none, Fastify would tell the length 0.
    const answer = await this.files.open(method === 'HEAD' ? 'HEAD' : 'GET', url, headers.range);
    await reply
      .status(answer.status)
      .headers({ ...answer.headers, 'content-security-policy': FILE_POLICY })
      .send(answer.body ?? Readable.from([]));
  }
}
