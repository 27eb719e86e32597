import type { BrowserContext, Page } from 'playwright-core';
import type { Voice } from './chromium.js';
import { registerUser } from './rest.js';

/** Somebody at a page of the web app. */
export class Person {
  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly name: string,
    readonly voice: Voice,
  ) {}

  /** Somebody who has just opened the browser, with nobody signed in. */
  static async at(origin: string, voice: Voice, name: string): Promise<Person> {
    const context = await voice.browser.newContext({ baseURL: origin, viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    await context.grantPermissions(['camera', 'microphone'], { origin });
    return new Person(context, await context.newPage(), name, voice);
  }

  /** Somebody with an account, signed in. */
  static async signedIn(origin: string, voice: Voice, name: string): Promise<Person> {
    const person = await Person.at(origin, voice, name);
    const { email, password } = await registerUser(origin, name);
    await person.page.goto('/sign-in');
    await person.page.getByLabel('Email').fill(email);
    await person.page.getByLabel('Password').fill(password);
    await person.page.getByRole('button', { name: 'Sign in' }).click();
    await person.page.getByRole('button', { name: 'Start call' }).waitFor();
    return person;
  }

  /** Starts a call from the home page and enters it; gives back its id. */
  async startCall(): Promise<string> {
    await this.page.getByRole('button', { name: 'Start call' }).click();
    await this.joinNow();
    return this.callId;
  }

  /** On the pre-join page: enters the call with the camera and microphone on. */
  async joinNow(): Promise<void> {
    await this.page.getByRole('button', { name: 'Join now' }).click();
    await this.page.getByRole('button', { name: 'Leave call' }).waitFor();
  }

  /** Enters by an invite's code, under the person's own name. */
  async enterByInvite(code: string): Promise<void> {
    await this.page.goto(`/join/${code}`);
    const name = this.page.getByLabel('Your name');
    const join = this.page.getByRole('button', { name: 'Join now' });
    await name.or(join).first().waitFor();
    if (await name.isVisible()) {
      await name.fill(this.name);
      await this.page.getByRole('button', { name: 'Continue' }).click();
    }
    await this.joinNow();
  }

  get callId(): string {
    return new URL(this.page.url()).pathname.split('/').at(-1) ?? '';
  }

  /** The participant id under which this page shows somebody, by name. */
  async participantIdOf(name: string): Promise<string> {
    const tile = this.page.locator('[data-participant-id]').filter({ hasText: name }).first();
    await tile.waitFor();
    return (await tile.getAttribute('data-participant-id')) ?? '';
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
