import { CallError, reasonOf } from '../call-error.js';
import { captureScreen } from '../devices/capture.js';
import { newId } from '../ids.js';
import type { LocalMedia } from '../media/local-media.js';
import type { Requests } from '../signalling/requests.js';

/** Sharing one's screen: at most one participant of a call does (MEDIA-5). */
export class ScreenShare {
  constructor(
    private readonly requests: Requests,
    private readonly local: LocalMedia,
  ) {}

  /**
   * Asks what to show and shows it. To be called from a click.
   *
   * @param currentSharerId whoever shares now, so that nobody is asked in vain
   * @throws DeviceError of the screen; CallError SCREEN_SHARE_TAKEN, SOURCE_NOT_ALLOWED
   */
  async start(currentSharerId: string | null): Promise<void> {
    if (currentSharerId !== null) {
      throw new CallError('SCREEN_SHARE_TAKEN', 'Somebody else is sharing a screen.', undefined, {
        participantId: currentSharerId,
      });
    }
    const { video, audio } = await captureScreen();
    try {
      await this.#acquire();
      await this.local.add('SCREEN', video, false);
    } catch (error) {
      video.stop();
      audio?.stop();
      throw error;
    }
    if (audio) await this.local.add('SCREEN_AUDIO', audio, false);
  }

  async stop(): Promise<void> {
    await Promise.all([this.local.remove('SCREEN'), this.local.remove('SCREEN_AUDIO')]);
    await this.requests.send('releaseScreenShare', { requestId: newId('req') });
  }

  /** Takes the share up again on a new peer; somebody else may have begun meanwhile. */
  async restore(): Promise<void> {
    if (!this.local.views.SCREEN) return;
    try {
      await this.#acquire();
      await Promise.all([this.local.publishAgain('SCREEN'), this.local.publishAgain('SCREEN_AUDIO')]);
    } catch (error) {
      if (reasonOf(error) === 'CALL_CLOSED') return;
      await Promise.all([this.local.remove('SCREEN'), this.local.remove('SCREEN_AUDIO')]);
    }
  }

  async #acquire(): Promise<void> {
    await this.requests.send('acquireScreenShare', { requestId: newId('req') });
  }
}
