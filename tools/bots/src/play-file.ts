// VIDEOCALL=… GRPC=… INVITE=… node tools/bots/src/play-file.ts FILE
//
// Plays a file into a call: its sound, and its picture where it has one. ffmpeg decodes, encodes, packs into RTP and paces;
// this program hands the packets on.
import { execFileSync, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { callV1 } from '@videocall/contracts';
import { enterCall, invitation } from './call.ts';
import type { MediaStream } from './media-stream.ts';
import { readRtp } from './rtp.ts';

const OPUS = ['-c:a', 'libopus', '-ac', '2', '-ar', '48000', '-b:a', '64k', '-frame_duration', '20'];
// A keyframe every second: ffmpeg cannot be asked for one, and who begins to watch waits for the next.
const VP8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '600k', '-g', '24'];
const PICTURE = ['-vf', 'scale=640:360:force_original_aspect_ratio=decrease:force_divisible_by=2,fps=24'];
/** 12 bytes of header and at most 1,188 of payload. */
const PACKET_SIZE = 1_200;

const [file] = process.argv.slice(2);
if (!file) throw new Error('name a file');

/** Hands on what ffmpeg sends to a port of this machine. */
async function receiveFor(stream: MediaStream, trackId: string): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (message) => {
    const packet = readRtp(message, trackId);
    if (packet) stream.send(packet);
  });
  await once(socket.bind(0, '127.0.0.1'), 'listening');
  return socket;
}

const rtpTo = (socket: Socket): string[] => {
  return ['-f', 'rtp', `rtp://127.0.0.1:${socket.address().port}?pkt_size=${PACKET_SIZE}`];
};

const probed = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_type', '-of', 'csv=p=0', file]);
const stream = await enterCall(invitation(), 'Player');
const voice = await receiveFor(stream, await stream.publish(callV1.TrackSource.MICROPHONE, callV1.MediaCodec.OPUS));
const outputs = ['-map', '0:a', ...OPUS, ...rtpTo(voice)];
const sockets = [voice];
if (probed.toString().includes('video')) {
  const picture = await receiveFor(stream, await stream.publish(callV1.TrackSource.CAMERA, callV1.MediaCodec.VP8));
  outputs.push('-map', '0:v', ...PICTURE, ...VP8, ...rtpTo(picture));
  sockets.push(picture);
}
const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-re', '-i', file, ...outputs], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
stream.once('ended', (error) => {
  ffmpeg.kill();
  if (error) throw error;
});
process.once('SIGINT', () => ffmpeg.kill());
process.stdout.write('playing\n');
await once(ffmpeg, 'close');
for (const socket of sockets) socket.close();
stream.end();
