import type { BrowserContext, Page } from 'playwright-core';
import { registerUser, type RestIdentity } from '@videocall/synthetic-participant/rest';
import type { Voice } from './chromium.js';
import { installPageProbe } from './page-probe.js';

/**
 * What a tester sets: 360p at 15 frames a second, so that two cores carry four people; and controls that stay, so that they can be
 * pressed at any time.
 */
const SETTINGS = { sendProfile: 'LOW', keepControls: true };

/** Pixels: a small window of a desktop, since every pixel is drawn by the processor here. */
const VIEWPORT = { width: 800, height: 560 };

/** Somebody at a page of the web app. */
export class Person {
  #identity: RestIdentity | undefined;

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly name: string,
    readonly voice: Voice,
  ) {}

  /** Somebody who has just opened the browser, with nobody signed in. */
  static async at(origin: string, voice: Voice, name: string): Promise<Person> {
    const context = await voice.browser.newContext({
      baseURL: origin,
      viewport: VIEWPORT,
      locale: 'en-US',
      serviceWorkers: 'block',
    });
    context.setDefaultTimeout(60_000);
    await context.grantPermissions(['camera', 'microphone', 'clipboard-read', 'clipboard-write'], { origin });
    await context.addInitScript(installPageProbe);
    await context.addInitScript((settings) => {
      if (localStorage.getItem('videocall.settings') === null) localStorage.setItem('videocall.settings', settings);
    }, JSON.stringify(SETTINGS));
    return new Person(context, await context.newPage(), name, voice);
  }

  /** Somebody with an account, signed in. */
  static async signedIn(origin: string, voice: Voice, name: string): Promise<Person> {
    const person = await Person.at(origin, voice, name);
    const account = await registerUser(origin, name);
    person.#identity = account;
    const { email, password } = account;
    const { page } = person;
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await person.press('Sign in');
    await page.getByRole('button', { name: 'Start call' }).waitFor();
    return person;
  }

  /** The account, for what is done beside the page. */
  get identity(): RestIdentity {
    if (!this.#identity) throw new Error(`${this.name} has no account`);
    return this.#identity;
  }

  /** Starts a call from the home page and enters it; gives back its id. */
  async startCall(): Promise<string> {
    await this.press('Start call');
    await this.joinNow();
    return this.callId;
  }

  /** On the pre-join page: enters the call with the camera and microphone on. */
  async joinNow(): Promise<void> {
    // Devices that are still being opened would be left behind.
    await this.page.locator('video.preview-video:not([hidden])').waitFor();
    await this.press('Join now');
    await this.isInCall();
  }

  async isInCall(): Promise<void> {
    await this.page.getByRole('button', { name: 'Leave call' }).waitFor();
  }

  /** Enters by an invite's link: with an account at once, otherwise under the person's own name. */
  async enterBy(link: string): Promise<void> {
    const { page } = this;
    await page.goto(link);
    const name = page.getByLabel('Your name');
    const join = page.getByRole('button', { name: 'Join now' });
    await name.or(join).first().waitFor();
    if (await name.isVisible()) {
      await name.fill(this.name);
      await this.press('Continue');
    }
    await this.joinNow();
  }

  /** Copies the call's invite link, and gives it back as the clipboard has it. */
  async copyInviteLink(): Promise<string> {
    const { page } = this;
    await this.press('More');
    await page.getByRole('menuitem', { name: 'Copy invite link' }).click();
    await page.getByText('Link copied').waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  }

  get callId(): string {
    return new URL(this.page.url()).pathname.split('/').at(-1) ?? '';
  }

  /** This person's participant id, which the page keeps for its reload. */
  async participantId(): Promise<string> {
    const record = await this.page.evaluate(() => sessionStorage.getItem('videocall:reload'));
    const { participantId } = JSON.parse(record ?? '{}') as { participantId?: string };
    if (participantId === undefined) throw new Error(`${this.name} is in no call`);
    return participantId;
  }

  /** Presses the button of exactly this name. */
  async press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).first().click();
  }

  /** Opens the list of people, if it is not open. */
  async openPeople(): Promise<void> {
    const list = this.page.locator('.people-list');
    if (!(await list.isVisible())) await this.press('People');
    await list.waitFor();
  }

  /** In the list of people: what a menu offers for somebody. */
  async chooseFor(name: string, item: string): Promise<void> {
    await this.openPeople();
    await this.page
      .locator('.person')
      .getByRole('button', { name: `Options for ${name}` })
      .click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
