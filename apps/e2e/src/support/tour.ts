import type { Page } from 'playwright-core';
import { rest, type RestIdentity, startCall } from '@videocall/synthetic-participant/rest';
import type { Voice } from './chromium.js';
import { NetworkTestPage } from './network-test-page.js';
import { Person } from './person.js';
import { seesMove } from './probes.js';

const ROOM = 'stand-up';

/** Settings by service that the tour needs: a room open to anyone is one of its pages. */
export const TOUR_SETTINGS = { 'call-orchestrator': { ROOMS_OPEN_TO_ANYONE: 'true' } };

/** Called at each page, when everything on it is there. */
export type Visit = (name: string, page: Page) => Promise<void>;

/** Goes through every page of the web app, as three people who hold a call. */
export async function tour(origin: string, voice: Voice, visit: Visit): Promise<void> {
  const ben = await Person.at(origin, voice, 'Ben Okafor');
  await visitForms(ben, visit);

  const aiko = await Person.signedIn(origin, voice, 'Aiko Tanaka');
  await furnish(origin, aiko.identity);
  await aiko.page.reload();
  await aiko.page
    .getByRole('link', { name: `Enter ${ROOM}` })
    .or(aiko.page.getByText('Stand-up'))
    .first()
    .waitFor();
  await aiko.page.getByText('Design review').waitFor();
  await visit('home', aiko.page);
  await visitDeviceTest(aiko, visit);

  await ben.page.goto(`/room/${ROOM}`);
  await ben.page.getByLabel('Your name').waitFor();
  await visit('room', ben.page);

  await aiko.press('Start call');
  await aiko.page.locator('video.preview-video:not([hidden])').waitFor();
  await visit('pre-join', aiko.page);
  await aiko.joinNow();
  const link = await aiko.copyInviteLink();
  await ben.page.goto(link);
  await ben.page.getByLabel('Your name').waitFor();
  await visit('guest', ben.page);
  await ben.enterBy(link);
  const cyd = await Person.at(origin, voice, '山田太郎');
  await cyd.enterBy(link);
  await visitCall(aiko, ben, cyd, visit);

  await cyd.press('Leave call');
  await cyd.page.getByRole('heading', { name: 'You left the call' }).waitFor();
  await visit('ended', cyd.page);
  await Promise.all([aiko.close(), ben.close(), cyd.close()]);
}

async function visitForms({ page }: Person, visit: Visit): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Password').waitFor();
  await visit('sign-in', page);
  await page.goto('/register');
  await page.getByLabel('Your name').waitFor();
  await visit('register', page);
}

/** The device and network test, before and after it ran; back at the home page. */
async function visitDeviceTest({ page }: Person, visit: Visit): Promise<void> {
  await page.getByRole('link', { name: 'Test devices and network' }).click();
  const test = new NetworkTestPage(page);
  await test.seesCamera();
  await visit('device-test', page);
  await test.start();
  await test.result();
  await visit('device-test-good', page);
  await page.goto('/');
  await page.getByRole('button', { name: 'Start call' }).waitFor();
}

/** A room and a call of the past, so that the home page is not empty. */
async function furnish(origin: string, host: RestIdentity): Promise<void> {
  await rest(origin, 'POST', '/v1/rooms', {
    token: host.accessToken,
    body: { name: ROOM, title: 'Stand-up', access: 'ANYONE' },
  });
  const { call, grant } = await startCall(origin, host, 'Design review');
  await rest(origin, 'POST', `/v1/calls/${call.id}/join`, { token: host.accessToken, body: { grant } });
  await rest(origin, 'POST', `/v1/calls/${call.id}/end`, { token: host.accessToken });
}

async function visitCall(aiko: Person, ben: Person, cyd: Person, visit: Visit): Promise<void> {
  const { page } = aiko;
  const others = await Promise.all([ben.participantId(), cyd.participantId()]);
  const allMove = () => Promise.all(others.map((id) => seesMove(page, id)));
  await cyd.press('Turn off microphone');
  await allMove();
  await visit('call', page);
  await aiko.openPeople();
  await visit('call-people', page);
  await aiko.press('People');
  await ben.press('Chat');
  await ben.page.getByRole('textbox', { name: 'Message' }).fill('Good morning! Shall we begin?');
  await ben.page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Chat/ }).click();
  await page.getByRole('log').getByText('Shall we begin?').waitFor();
  await visit('call-chat', page);
  await aiko.press('Chat');
  await ben.press('Share screen');
  await seesMove(page, await ben.participantId(), 'SCREEN');
  await visit('call-screen-share', page);
}
