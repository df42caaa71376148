import { model, Schema, type Types } from 'mongoose';
import sharp, { type Sharp } from 'sharp';
import { invalid, unsupported } from '../errors.ts';
import { decodeHeic } from './heic.ts';

/** Widths in pixels that browsers may ask for: a phone's list, a phone's page, everything larger. */
export const widths = [320, 640, 1280] as const;
export type Width = (typeof widths)[number];
const largest: Width = 1280;

export interface ImageRecord {
  _id: Types.ObjectId;
  /** The seller that brought it. */
  owner: Types.ObjectId;
  /** SHA-256 of the file as it arrived: the same photo sent twice is kept once. */
  originalHash: string;
  width: number;
  height: number;
  createdAt: Date;
}

const schema = new Schema<ImageRecord>({
  owner: { type: Schema.Types.ObjectId, required: true },
  originalHash: { type: String, required: true },
  width: { type: Number, required: true },
  height: { type: Number, required: true },
  createdAt: { type: Date, required: true },
});
schema.index({ owner: 1, originalHash: 1 }, { unique: true });
export const ImageModel = model<ImageRecord>('Image', schema, 'images');

// What unpacks to more is refused before it is unpacked (ASVS 5.0 5.2.6). A JPEG that is not progressive is made smaller while it
// is read, so those of cheap phones' sensors, 48 to 108 megapixels, and panoramas take no more room than others.
const mostPixels = 24_000_000;
const mostJpegPixels = 128_000_000;

// Photos are read once each: keeping their pixels around would only hold memory.
sharp.cache(false);

export const isWidth = (width: number): width is Width => (widths as readonly number[]).includes(width);

/**
 * A photo as we keep it: turned upright, at most 1280 px wide, WebP, and nothing of the original file but its pixels:
 * no place, no camera, nothing hidden behind the picture.
 * @throws unsupported('image-not-supported' | 'image-heic') by its first bytes, invalid('image-broken'), invalid('image-too-many-pixels')
 */
export async function readPhoto(bytes: Buffer): Promise<{ bytes: Buffer; width: number; height: number }> {
  const format = formatOf(bytes);
  if (format === null) throw unsupported('image-not-supported');
  try {
    const photo = format === 'heic' ? await openHeic(bytes) : await openUpright(bytes, format);
    const { data, info } = await shrink(photo, largest).toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch (error) {
    throw error instanceof Error && 'kind' in error ? error : invalid('image-broken');
  }
}

async function openUpright(bytes: Buffer, format: 'jpeg' | 'png' | 'webp'): Promise<Sharp> {
  const found = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (found.format !== format) throw invalid('image-broken');
  const most = format === 'jpeg' && !found.isProgressive ? mostJpegPixels : mostPixels;
  const pixels = found.width * found.height;
  if (pixels > most) throw tooManyPixels(most);
  return open(pixels > mostPixels ? await lessOf(bytes) : bytes).autoOrient();
}

/** The decoder turns it upright by itself. What it cannot read its person can convert. */
async function openHeic(bytes: Buffer): Promise<Sharp> {
  const answer = await decodeHeic({ bytes, mostPixels });
  if (answer.is === 'too-large') throw tooManyPixels(mostPixels);
  if (answer.is === 'unread') throw unsupported('image-heic');
  const { data, width, height } = answer;
  return sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: mostPixels }).removeAlpha();
}

const tooManyPixels = (most: number) => invalid('image-too-many-pixels', { maxMegapixels: most / 1_000_000 });

/** A very large JPEG at twice the size we keep, not yet turned upright: turning it first would need all of its pixels. */
const lessOf = (bytes: Buffer): Promise<Buffer> =>
  sharp(bytes, { limitInputPixels: mostJpegPixels, failOn: 'warning', sequentialRead: true })
    .resize({ width: largest * 2, height: largest * 2, fit: 'inside' })
    .keepExif()
    .jpeg({ quality: 95 })
    .toBuffer();

/** A kept photo in a smaller width. */
export const resize = (bytes: Buffer, width: Width): Promise<Buffer> => shrink(open(bytes), width).toBuffer();

const open = (bytes: Buffer): Sharp =>
  sharp(bytes, { limitInputPixels: mostPixels, failOn: 'warning', sequentialRead: true });

const shrink = (photo: Sharp, width: Width): Sharp =>
  photo.resize({ width, height: width * 2, fit: 'inside', withoutEnlargement: true }).webp({ quality: 76, effort: 4 });

// The kinds of HEIF file that hold HEVC (ISO/IEC 23008-12, annex B); `mif1` and `msf1` say it behind (decision 0036).
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);

/** Whether a file calls itself HEIC: its first box is `ftyp`, and one of the brands in it is. */
function isHeic(bytes: Buffer): boolean {
  if (bytes.length < 16 || bytes.toString('latin1', 4, 8) !== 'ftyp') return false;
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 256);
  for (let at = 8; at + 4 <= end; at += 4) if (heicBrands.has(bytes.toString('latin1', at, at + 4))) return true;
  return false;
}

/** By the first bytes, never by name or declared type (ASVS 5.0 5.2.2). */
function formatOf(bytes: Buffer): 'jpeg' | 'png' | 'webp' | 'heic' | null {
  const start = bytes.subarray(0, 12);
  if (start.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpeg';
  if (start.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))) return 'png';
  const text = start.toString('latin1');
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'webp';
  return isHeic(bytes) ? 'heic' : null;
}
