import { stageArtwork } from './stage-artwork.js';

const STAGE = { width: 1280, height: 720 };
const scene = (name: string, camera = false) => ({
  fromFrame: 0,
  toFrame: 1,
  tiles: [{ participantId: 'part_1', name, camera, muted: true, speaking: true }],
});
const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? '');

describe('what is drawn over the pictures', () => {
  it('is no more than text where a name would be markup, and no control characters', () => {
    const svg = stageArtwork(STAGE, scene('<image href="file:///etc/passwd"/>&\u0000\u0008'));
    expect(svg).not.toContain('<image');
    expect(texts(svg)).toEqual(['&#60;', '&#60;image href=&#34;file:///etc/passwd&#34;/&#62;&#38;']);
  });

  it('shortens a name that has no room, counting wide characters as wide', () => {
    const [, latin] = texts(stageArtwork(STAGE, scene('n'.repeat(300))));
    const [, kanji] = texts(stageArtwork(STAGE, scene('山'.repeat(300))));
    expect(latin).toMatch(/^n{20,}…$/);
    expect(kanji).toMatch(/^山{10,}…$/);
    expect(latin?.length).toBeGreaterThan((kanji?.length ?? 0) * 1.4);
  });

  it('has the whole first character of a name as its initial', () => {
    expect(texts(stageArtwork(STAGE, scene('é́lodie')))[0]).toBe('É́');
    expect(texts(stageArtwork(STAGE, scene('')))[0]).toBe('?');
  });

  it('leaves the picture free where there is one', () => {
    expect(stageArtwork(STAGE, scene('Aiko', true))).not.toContain('<circle');
    expect(stageArtwork(STAGE, scene('Aiko'))).toContain('<circle');
  });
});
