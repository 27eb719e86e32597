import { pipeline } from 'node:stream/promises';
import { Controller, Get, Logger, Req, Res } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import { answerSignedRequest, LocalFolderStorage, ObjectStorage } from '@videocall/platform-object-storage';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Path below which the files of a local folder are served; the gateway passes it on. */
export const FILES_PATH = '/v1/recording-files';

/** Files of recordings, for whoever has a signed address, where a local folder keeps them. */
@Controller()
export class RecordingFilesController {
  readonly #logger = new Logger(RecordingFilesController.name);

  constructor(private readonly storage: ObjectStorage) {}

  @Get(`${FILES_PATH}/*`)
  async file(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!(this.storage instanceof LocalFolderStorage)) throw new Refusal('NOT_FOUND');
    const method = request.method === 'HEAD' ? 'HEAD' : 'GET';
    const answer = await answerSignedRequest(this.storage, { method, url: request.url, range: request.headers.range });
    if (answer === 'FORBIDDEN') throw new Refusal('DOWNLOAD_LINK_INVALID');
    if (answer === 'GONE') throw new Refusal('RECORDING_FILE_NOT_FOUND');
    // Written past Fastify, which would count a HEAD's missing body as its length.
    reply.hijack();
    reply.raw.writeHead(answer.status, answer.headers);
    if (!answer.body) {
      reply.raw.end();
      return;
    }
    await pipeline(answer.body, reply.raw).catch((error: NodeJS.ErrnoException) => {
      // Players go away in the middle all the time.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE')
        this.#logger.error({ err: error, msg: 'a file was not sent whole' });
    });
  }
}
