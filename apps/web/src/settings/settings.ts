import type { QualityProfile } from '@videocall/signalling';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type LanguageChoice = 'system' | 'en' | 'ja';

/** What a person set on this device. */
export interface Settings {
  readonly theme: ThemeChoice;
  readonly language: LanguageChoice;
  /** Single-key shortcuts (WCAG 2.1.4 wants them switchable). */
  readonly shortcuts: boolean;
  /** The bar of the call never hides. */
  readonly keepControls: boolean;
  readonly pushToTalk: boolean;
  readonly selfViewHidden: boolean;
  /** How a guest called themselves last. */
  readonly displayName: string;
  /** Device ids; empty: the system's default. */
  readonly microphoneId: string;
  readonly cameraId: string;
  readonly speakerId: string;
  /** On when entering a call. */
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  readonly sendProfile: QualityProfile;
  readonly receiveProfile: QualityProfile;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  language: 'system',
  shortcuts: true,
  keepControls: false,
  pushToTalk: false,
  selfViewHidden: false,
  displayName: '',
  microphoneId: '',
  cameraId: '',
  speakerId: '',
  microphoneOn: true,
  cameraOn: true,
  sendProfile: 'AUTO',
  receiveProfile: 'AUTO',
};

const CHOICES: { readonly [K in keyof Settings]?: readonly Settings[K][] } = {
  theme: ['system', 'light', 'dark'],
  language: ['system', 'en', 'ja'],
  sendProfile: ['AUTO', 'LOW', 'MEDIUM', 'HIGH'],
  receiveProfile: ['AUTO', 'LOW', 'MEDIUM', 'HIGH'],
};

/** Settings out of what an earlier version, or a person with developer tools, left: what does not fit becomes the default. */
export function readSettings(stored: string | null): Settings {
  const found = parseObject(stored);
  const entries = Object.entries(DEFAULT_SETTINGS).map(([key, usual]) => {
    const value = found[key];
    const choices: readonly unknown[] | undefined = CHOICES[key as keyof Settings];
    const fits = typeof value === typeof usual && (choices === undefined || choices.includes(value));
    return [key, fits ? value : usual];
  });
  return Object.fromEntries(entries) as Settings;
}

function parseObject(stored: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(stored ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // Not ours, or cut off: as good as nothing.
    return {};
  }
}
