import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeHeic } from '../../../server/media/heic.ts';
import { readPhoto } from '../../../server/media/image.ts';
import { fromRoot } from '../../../server/root.ts';

// 400 × 300 pixels by heif-enc 1.15 (x265): the left half green, the right one red.
const photo = readFileSync(fromRoot('tests/server/media/half.heic'));

describe('a HEIC photo', () => {
  it('is kept as any other, with its colours where they were', async () => {
    const kept = await readPhoto(photo);
    expect([kept.width, kept.height]).toEqual([400, 300]);
    const { data, info } = await sharp(kept.bytes).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number) => [...data.subarray((150 * 400 + x) * info.channels).subarray(0, 3)];
    const [left, right] = [at(50), at(350)];
    expect([left.indexOf(Math.max(...left)), right.indexOf(Math.max(...right))]).toEqual([1, 0]);
  });

  it('of more pixels than are unpacked is told by its head', async () => {
    expect(await decodeHeic({ bytes: photo, mostPixels: 400 * 300 - 1 })).toEqual({ is: 'too-large' });
  });

  it.each([
    ['cut off', photo.subarray(0, 600)],
    ['damaged', Buffer.concat([photo.subarray(0, 300), Buffer.alloc(503, 7)])],
  ])('that is %s is told with what to do', async (_how, bytes) => {
    await expect(readPhoto(bytes)).rejects.toMatchObject({ code: 'image-heic' });
  });

  it.runIf(process.env.FULL)('waits for its turn behind eight and no more', async () => {
    const many = await Promise.all(Array.from({ length: 11 }, () => decodeHeic({ bytes: photo, mostPixels: 1e6 })));
    expect(many.map(({ is }) => is)).toEqual([...Array<string>(8).fill('pixels'), 'unread', 'unread', 'unread']);
    expect((await decodeHeic({ bytes: photo, mostPixels: 1e6 })).is).toBe('pixels');
  });
});
