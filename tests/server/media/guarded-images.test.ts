import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { keepGuardedImage, readGuardedImage, removeGuardedImage } from '../../../server/media/guarded-images.ts';
import { readImage, requireImages } from '../../../server/media/images.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aPhoto } from './pictures.ts';

useDatabase();
const market = testApp();

describe('a guarded photo', () => {
  it('has no public address in any size', async () => {
    const { id } = await keepGuardedImage(await aPhoto());
    await readGuardedImage(id, 320);
    for (const width of [320, 640, 1280]) {
      expect((await market.browser().get(`/anh/${id}-${width}.webp`)).status).toBe(404);
      expect((await market.browser().get(`/anh/guarded%2F${id}-${width}.webp`)).status).toBe(404);
      expect(await readImage(id, width)).toBeNull();
    }
    await expect(requireImages([id], '0123456789abcdef01234567')).rejects.toMatchObject({ code: 'image-not-found' });
  });

  it('keeps nothing but its pixels, and comes in three sizes', async () => {
    const { id } = await keepGuardedImage(await aPhoto(2000, 1600));
    const small = await readGuardedImage(id, 320);
    const { width, exif, format } = await sharp(small?.bytes).metadata();
    expect({ width, exif, format }).toEqual({ width: 320, exif: undefined, format: 'webp' });
    expect(await readGuardedImage(id, 321)).toBeNull();
  });

  it('is gone for good in every size once it is taken away', async () => {
    const { id } = await keepGuardedImage(await aPhoto());
    await readGuardedImage(id, 320);
    await removeGuardedImage(id);
    await removeGuardedImage(id);
    for (const width of [320, 640, 1280]) expect(await readGuardedImage(id, width)).toBeNull();
  });

  it('is no photo when its bytes are none', async () => {
    await expect(keepGuardedImage(Buffer.from('<svg/>'))).rejects.toMatchObject({ code: 'image-not-supported' });
    expect(await readGuardedImage('nothing', 320)).toBeNull();
  });
});
