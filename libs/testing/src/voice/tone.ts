import { writeFile } from 'node:fs/promises';

const SAMPLE_RATE = 48_000;

/** Milliseconds. A tone without pauses is noise to a browser's noise suppression, and is taken out. */
const SYLLABLE = 200;
const PAUSE = 130;
/** How long a syllable swells and fades, so that its edges are no clicks. */
const EDGE = 15;

/**
 * Writes a mono 16-bit WAV of one tone spoken in syllables: a voice that can be told from others by its frequency.
 *
 * @param path where to write it
 * @param frequency hertz
 * @param seconds length; Chromium's fake microphone repeats the file
 */
export async function writeTone(path: string, frequency: number, seconds = 10): Promise<void> {
  const samples = seconds * SAMPLE_RATE;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples * 2, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples * 2, 40);
  const data = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i += 1) {
    const tone = Math.sin((2 * Math.PI * frequency * i) / SAMPLE_RATE);
    data.writeInt16LE(Math.round(0.3 * 32_767 * loudness((i * 1000) / SAMPLE_RATE) * tone), i * 2);
  }
  await writeFile(path, Buffer.concat([header, data]));
}

/** From 0 to 1, at a time in milliseconds. */
function loudness(time: number): number {
  const within = time % (SYLLABLE + PAUSE);
  return Math.max(0, Math.min(1, within / EDGE, (SYLLABLE - within) / EDGE));
}
