import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OggOpusWriter, opusSamples } from './ogg-opus.ts';

const SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);

function probe(write: (writer: OggOpusWriter) => void): { seconds: number; errors: string } {
  const folder = mkdtempSync(join(tmpdir(), 'videocall-ogg-'));
  try {
    const pages: Buffer[] = [];
    const writer = new OggOpusWriter((page) => pages.push(page));
    write(writer);
    const file = join(folder, 'voice.ogg');
    writeFileSync(file, Buffer.concat(pages));
    const args = ['-v', 'warning', '-i', file, '-f', 's16le', '-ac', '1', '-ar', '48000', '-'];
    const { stdout, stderr } = spawnSync('ffmpeg', args, { maxBuffer: 64 * 1024 * 1024 });
    return { seconds: stdout.length / 2 / 48_000, errors: stderr.toString() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('Opus in Ogg', () => {
  it('is as long as its packets, and read by ffmpeg without complaint', () => {
    const { seconds, errors } = probe((writer) => {
      for (let sent = 0; sent < 100; sent += 1) writer.packet(SILENCE, sent * 960);
      writer.close();
    });
    expect(errors).toBe('');
    expect(seconds).toBeCloseTo(2, 1);
  });

  it('keeps a pause as long as it was, also where timestamps wrap, and lets no late packet in', () => {
    const { seconds } = probe((writer) => {
      writer.packet(SILENCE, 2 ** 32 - 960);
      writer.packet(SILENCE, 0);
      writer.packet(SILENCE, 3 * 48_000);
      writer.packet(SILENCE, 960);
      writer.close();
    });
    expect(seconds).toBeCloseTo(3.04, 1);
  });

  it('is counted by the packet’s own table of contents', () => {
    expect(opusSamples(Buffer.from([31 << 3]))).toBe(960);
    expect(opusSamples(Buffer.from([(9 << 3) | 1]))).toBe(1_920);
    expect(opusSamples(Buffer.from([(11 << 3) | 0]))).toBe(2_880);
    expect(opusSamples(Buffer.from([(16 << 3) | 3, 8]))).toBe(960);
    expect(opusSamples(Buffer.from([14 << 3]))).toBe(480);
  });
});
