// VIDEOCALL=… GRPC=… INVITE=… node tools/bots/src/echo-voice.ts
//
// Says back what it hears, a second later: the packets of the first voice it finds, unchanged. Nothing is decoded.
import { callV1 } from '@videocall/contracts';
import { enterCall, invitation } from './call.ts';

const DELAY_MS = 1_000;

const stream = await enterCall(invitation(), 'Echo');
const own = await stream.publish(callV1.TrackSource.MICROPHONE, callV1.MediaCodec.OPUS);
let heard: string | undefined;

stream.onTrack(({ trackId, source }) => {
  if (heard !== undefined || source !== callV1.TrackSource.MICROPHONE) return;
  heard = trackId;
  stream.subscribe(trackId);
  process.stdout.write('listening\n');
});
stream.on('rtp', (packet) => {
  setTimeout(() => stream.send({ ...packet, trackId: own }), DELAY_MS);
});
stream.on('trackGone', ({ trackId }) => {
  if (trackId === heard) heard = undefined;
});
process.once('SIGINT', () => stream.end());
