import { limitsOf, PROFILE_NAMES, type ProfileName } from '@videocall/quality-profiles';
import { waitFor } from '@videocall/testing';
import { type SyntheticOptions, SyntheticParticipant } from '@videocall/synthetic-participant';
import { grantFor, inviteTo, registerUser, type RestIdentity, startCall } from '@videocall/synthetic-participant/rest';
import { silent } from './support/flow.js';
import { expectWithin, measureVideo } from './support/measured-video.js';
import { startProduct, type Product } from './support/product.js';

const CAPTURE = { width: 1280, height: 720, frameRate: 30 };
/** More than any profile allows. */
const TOO_MUCH = 2_500_000;
const STRETCHES = 3;

let product: Product;
let host: RestIdentity;
let callId: string;
let invite: string;
/** Takes whatever there is. */
let viewer: SyntheticParticipant;
/** Receives under LOW. */
let modest: SyntheticParticipant;

async function enter(options: SyntheticOptions): Promise<SyntheticParticipant> {
  const { origin } = product;
  const identity = await registerUser(origin, 'Participant');
  return SyntheticParticipant.join(origin, identity, await grantFor(origin, identity, callId, invite), options);
}

beforeAll(async () => {
  product = await startProduct();
  const { origin } = product;
  host = await registerUser(origin, 'Host');
  const { call, grant } = await startCall(origin, host);
  callId = call.id;
  invite = await inviteTo(origin, host, callId);
  viewer = await SyntheticParticipant.join(origin, host, grant);
  modest = await enter({ receiveProfile: 'LOW' });
  await Promise.all([viewer.receive(), modest.receive()]);
}, 120_000);

afterAll(async () => {
  viewer?.vanish();
  modest?.vanish();
  await product?.stop();
});

describe.each(PROFILE_NAMES)('under %s', (profile: ProfileName) => {
  const limits = limitsOf(profile, 'VP8');

  it('a sender that keeps to it stays within bitrate, height and frame rate, and is seen', async () => {
    const sender = await enter({ sendProfile: profile });
    const track = await sender.publishCameraUnder(profile, CAPTURE);
    const settled = async (): Promise<boolean> => (await viewer.arrived(track)).framesDecoded >= 60;
    await waitFor(settled, { what: 'the sender being seen', timeoutMs: 20_000 });

    let [seen, seenByModest] = await Promise.all([measureVideo(viewer, track), measureVideo(modest, track)]);
    expectWithin(seen, limits);
    // Three encoders and decoders share the machine: a picture that stood still for a stretch moves in another.
    for (let stretch = 1; stretch < STRETCHES && seen.frameRate <= 1; stretch += 1) {
      [seen, seenByModest] = await Promise.all([measureVideo(viewer, track), measureVideo(modest, track)]);
      expectWithin(seen, limits);
    }
    expect({ ...seen, moves: seen.frameRate > 1 }).toMatchObject({ moves: true });
    expect(
      viewer.notices('trackUpdated').filter(({ track: { id, pausedReason } }) => id === track && pausedReason),
    ).toEqual([]);
    // Whoever receives under LOW gets no more than that, whatever others are sent.
    expectWithin(seenByModest, limitsOf('LOW', 'VP8'));
    await sender.leave();
  }, 90_000);

  it('a sender that ignores it is given to nobody', async () => {
    const sender = await enter({ sendProfile: profile, deaf: true });
    const track = await sender.publishCamera({ ...CAPTURE, maxBitrate: TOO_MUCH });
    const held = () =>
      viewer.notices('trackUpdated').findLast(({ track: { id } }) => id === track)?.track.pausedReason ===
      'QUALITY_EXCEEDED';
    await waitFor(held, { what: 'the sender being held back', timeoutMs: 20_000 });
    await silent(viewer, track);

    const seen = await measureVideo(viewer, track);
    expectWithin(seen, limits);
    await sender.leave();
  }, 60_000);
});
