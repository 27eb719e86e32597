export { enterCall, type Invitation } from './call.ts';
export { MediaStream } from './media-stream.ts';
