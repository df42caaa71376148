import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { findSentence } from '../../../server/http/messages.ts';
import { readPhoto } from '../../../server/media/image.ts';
import { aPhoto, aPixelBomb } from './pictures.ts';

const outcome = (bytes: Buffer) =>
  readPhoto(bytes).then(
    () => 'taken',
    ({ kind, code }: { kind: string; code: string }) => `${kind} ${code}`,
  );

describe('readPhoto', () => {
  it.each([
    ['nothing', ''],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a drawing that can carry scripts', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['an animation', 'GIF89a\x01\x00\x01\x00'],
    ['a sound in the same wrapper as WebP', 'RIFF\x24\x00\x00\x00WAVEfmt '],
    ['an AVIF photo', '\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf'],
    ['a film', '\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom'],
    ['half a head', '\x00\x00\x00\x18ftyp'],
  ])('refuses %s by its first bytes (bar 15)', async (_what, text) =>
    expect(await outcome(Buffer.from(text, 'latin1'))).toBe('unsupported image-not-supported'),
  );

  // As an iPhone, a Samsung phone and an iPhone's series of pictures begin; whatever the file is called.
  it.each(['heic\0\0\0\0mif1heic', 'mif1\0\0\0\0mif1heicmiaf', 'hevc\0\0\0\0msf1hevc', 'heix\0\0\0\0heix'])(
    'knows a HEIC photo by its first bytes and says what to do: %j',
    async (brands) => {
      const head = Buffer.from(`\0\0\0${String.fromCodePoint(8 + brands.length)}ftyp${brands}`, 'latin1');
      expect(await outcome(Buffer.concat([head, Buffer.alloc(4000)]))).toBe('unsupported image-heic');
      for (const language of ['vi', 'en'] as const)
        expect(findSentence(language, 'problems.image-heic')).toMatch(/iPhone[^]*JPEG/);
    },
  );

  it('refuses a photo that did not arrive whole, and bytes that only begin like one', async () => {
    const photo = await aPhoto();
    expect(await outcome(photo.subarray(0, photo.length / 2))).toBe('invalid image-broken');
    expect(await outcome(Buffer.concat([photo.subarray(0, 3), Buffer.from('<script>alert(1)</script>')]))).toBe(
      'invalid image-broken',
    );
    expect(await outcome(Buffer.from('\x89PNG\r\n\x1a\nxxxxxxxxxxxxxxxxxxxx', 'latin1'))).toBe('invalid image-broken');
  });

  it('refuses 196 million pixels in a small file at once, and without unpacking them (bar 15)', async () => {
    const bomb = aPixelBomb(14_000);
    expect(bomb.length).toBeLessThan(600_000);
    const [before, start] = [process.memoryUsage().rss, performance.now()];
    expect(await outcome(bomb)).toBe('invalid image-too-many-pixels');
    expect(performance.now() - start).toBeLessThan(200);
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024);
  });

  it('keeps nothing but the pixels: no place, no camera, nothing hidden behind the picture', async () => {
    const original = await aPhoto();
    expect((await sharp(original).metadata()).exif?.toString('latin1')).toContain('Phone of a farmer');
    const polyglot = Buffer.concat([original, Buffer.from('<script>alert(1)</script>')]);
    const { bytes } = await readPhoto(polyglot);
    const { exif, xmp, icc, iptc } = await sharp(bytes).metadata();
    expect([exif, xmp, icc, iptc]).toEqual([undefined, undefined, undefined, undefined]);
    for (const hidden of ['Phone of a farmer', 'script']) expect(bytes.toString('latin1')).not.toContain(hidden);
  });

  it('turns the photo upright and shrinks it to 1280 px, and never enlarges', async () => {
    const large = await readPhoto(await aPhoto(2000, 1600));
    expect([large.width, large.height]).toEqual([1280, 1600]);
    const small = await readPhoto(await aPhoto(300, 200));
    expect([small.width, small.height]).toEqual([200, 300]);
    expect((await sharp(large.bytes).metadata()).format).toBe('webp');
  });

  // Cheap phones make 48 to 108 megapixels, panoramas are wide; held sideways, as most are.
  it.each([
    [8000, 6000, [1280, 1707]],
    [16_000, 3000, [480, 2560]],
  ])('takes a JPEG of %i × %i pixels, upright, without unpacking it whole', async (width, height, size) => {
    const create = { width, height, channels: 3 as const, background: '#7a6a3c' };
    const photo = await sharp({ create, limitInputPixels: false }).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const before = process.memoryUsage().rss;
    const kept = await readPhoto(photo);
    expect([kept.width, kept.height]).toEqual(size);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it('says the size of a progressive JPEG that would have to be unpacked whole', async () => {
    const create = { width: 7000, height: 5000, channels: 3 as const, background: '#7a6a3c' };
    expect(await outcome(await sharp({ create }).jpeg({ progressive: true }).toBuffer())).toBe(
      'invalid image-too-many-pixels',
    );
  });

  it.each(['png', 'webp'] as const)('takes a %s', async (format) => {
    const picture = await sharp({ create: { width: 40, height: 30, channels: 4, background: '#161f4780' } })
      .toFormat(format)
      .toBuffer();
    expect(await readPhoto(picture)).toMatchObject({ width: 40, height: 30 });
  });
});
