import mongoose from 'mongoose';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { keepImage, readImage } from '../../../server/media/images.ts';
import { noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aPhoto } from './pictures.ts';

useDatabase();

const { browser } = testApp();
const owner = '65f0aa000000000000000001';
const files = async () => (await mongoose.connection.db?.collection('photos.files').countDocuments()) ?? 0;

describe('/anh/{id}-{width}.webp', () => {
  it.each(['x-320.webp', '000000000000000000000000-320.webp', '..%2f..%2fetc-320.webp', '-1280.webp'])(
    'does not have %s',
    async (name) => expect((await browser().get(`/anh/${name}`)).status).toBe(404),
  );

  it('gives three widths to anybody, for ever, as what they are, and makes each once', async () => {
    const { id } = await keepImage(await aPhoto(1500, 2000), owner, noon);
    const before = await files();
    for (const width of [320, 640, 1280, 320]) {
      const crowd = await Promise.all([1, 2, 3].map(() => browser().get(`/anh/${id}-${width}.webp`)));
      for (const answer of crowd) {
        expect(answer.status).toBe(200);
        expect(answer.headers).toMatchObject({
          'content-type': 'image/webp',
          'cache-control': 'public, max-age=31536000, immutable',
          'x-content-type-options': 'nosniff',
        });
        expect((await sharp(answer.body).metadata()).width).toBe(width);
      }
    }
    expect(await files()).toBe(before + 2);
    for (const width of [0, 1, 321, 2000, 1e9])
      expect((await browser().get(`/anh/${id}-${width}.webp`)).status).toBe(404);
    expect(await readImage(id, 641)).toBeNull();
  });
});
