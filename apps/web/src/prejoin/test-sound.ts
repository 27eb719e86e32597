const RATE = 24_000;
const SECONDS = 0.9;
/** Two notes, a fifth apart, in Hz. */
const NOTES = [523.25, 783.99];

/** A short chime as a WAV file (RIFF, 16-bit mono), made here so that nothing has to be loaded. */
export function chime(): Blob {
  const samples = Math.floor(RATE * SECONDS);
  const view = new DataView(new ArrayBuffer(44 + samples * 2));
  const text = (at: number, letters: string) =>
    [...letters].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + samples * 2, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, samples * 2, true);
  for (let index = 0; index < samples; index += 1)
    view.setInt16(44 + index * 2, Math.round(sampleAt(index / RATE) * 32_767), true);
  return new Blob([view], { type: 'audio/wav' });
}

/** Plays the chime on a speaker. @param speakerId '' or 'default': the system's */
export async function playTestSound(speakerId: string): Promise<void> {
  const url = URL.createObjectURL(chime());
  const audio = new Audio(url);
  audio.addEventListener('ended', () => URL.revokeObjectURL(url));
  if (speakerId !== '' && 'setSinkId' in audio) await audio.setSinkId(speakerId);
  await audio.play();
}

function sampleAt(time: number): number {
  const note = time < SECONDS / 3 ? 0 : 1;
  const since = time - (note * SECONDS) / 3;
  return 0.35 * Math.sin(2 * Math.PI * (NOTES[note] ?? 0) * time) * Math.exp(-since * 6) * Math.min(1, since * 200);
}
