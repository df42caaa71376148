import { describe, expect, it } from 'vitest';
import { keepImage, readImage, requireImages } from '../../../server/media/images.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aPhoto } from './pictures.ts';

useDatabase();

const [household, cooperative, stranger] = [
  '65f0aa000000000000000001',
  '65f0aa000000000000000002',
  '65f0aa000000000000000003',
];

describe('requireImages', () => {
  it('takes only images that one of the owners brought (bar 3)', async () => {
    const { id } = await keepImage(await aPhoto(60, 40), household, noon);
    await requireImages([], household);
    await requireImages([id, id], household);
    await requireImages([id], [cooperative, household]);
    for (const [ids, owner] of [
      [[id], stranger],
      [[id, '000000000000000000000000'], household],
      [['x'], household],
    ] as const) {
      await expect(requireImages(ids, owner)).rejects.toMatchObject({ kind: 'invalid', code: 'image-not-found' });
    }
  });
});

describe('keepImage', () => {
  it('keeps the same photo of two sellers twice, so that neither learns of the other', async () => {
    const photo = await aPhoto(61, 40);
    const [one, two] = [await keepImage(photo, household, noon), await keepImage(photo, stranger, noon)];
    expect(one.id).not.toBe(two.id);
    expect(one).toEqual({ id: one.id, url: `/anh/${one.id}-1280.webp`, width: 40, height: 61 });
  });

  it('can be read again, byte by byte the same each time', async () => {
    const { id } = await keepImage(await aPhoto(62, 40), household, noon);
    const [one, two] = [await readImage(id), await readImage(id)];
    expect(one?.type).toBe('image/webp');
    expect(one?.bytes.equals(two?.bytes ?? Buffer.alloc(0))).toBe(true);
  });
});
