import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listProfiles } from '../../../server/catalog/profiles.ts';
import { drawingOf } from '../../../server/provenance/drawings.ts';
import { fromRoot } from '../../../server/root.ts';

const pictures = listProfiles().flatMap(({ kind, stages }) => stages.map(({ picture }) => [kind, picture] as const));

describe('drawings of stages', () => {
  it.each(pictures)('%s: there is one for %s', (_, picture) => {
    expect(existsSync(fromRoot(`web/static/stages/${picture}.svg`))).toBe(true);
  });

  it('carry the picture in their address and stay small', () => {
    for (const [, picture] of pictures) {
      const address = drawingOf(picture);
      expect(address.startsWith('data:image/svg+xml,')).toBe(true);
      expect(address).not.toMatch(/["<>]/);
      expect(address.length).toBeLessThan(3000);
    }
  });

  it('fall back on the diamond for a stage nobody has drawn', () => {
    expect(drawingOf('never-drawn')).toBe(drawingOf('step'));
  });
});
