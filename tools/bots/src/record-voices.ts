// VIDEOCALL=… GRPC=… INVITE=… node tools/bots/src/record-voices.ts FOLDER
//
// Records every voice of a call into an Ogg file of its own, named for the track, until the call ends or it is interrupted.
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { callV1 } from '@videocall/contracts';
import { enterCall, invitation } from './call.ts';
import { OggOpusWriter } from './ogg-opus.ts';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('name a folder');
await mkdir(folder, { recursive: true });

const voices = new Map<string, { readonly ogg: OggOpusWriter; readonly file: WriteStream }>();
const stream = await enterCall(invitation(), 'Recorder');

stream.onTrack(({ trackId, codec }) => {
  if (codec !== callV1.MediaCodec.OPUS) return;
  const file = createWriteStream(join(folder, `${trackId}.ogg`));
  voices.set(trackId, { file, ogg: new OggOpusWriter((page) => file.write(page)) });
  stream.subscribe(trackId);
  process.stdout.write(`recording ${trackId}\n`);
});
stream.on('rtp', ({ trackId, payload, timestamp }) => voices.get(trackId)?.ogg.packet(payload, timestamp));
stream.on('trackGone', ({ trackId }) => finish(trackId));
stream.on('packetsDropped', ({ count }) => process.stderr.write(`too slow for ${count} packets\n`));
stream.once('ended', () => {
  for (const trackId of voices.keys()) finish(trackId);
});
process.once('SIGINT', () => stream.end());

function finish(trackId: string): void {
  const voice = voices.get(trackId);
  voices.delete(trackId);
  voice?.ogg.close();
  voice?.file.end();
}
