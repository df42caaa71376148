import { isObjectIdOrHexString, Types } from 'mongoose';
import { isWidth, readPhoto, type Width, widths } from './image.ts';
import { readFile, removeFile, writeFile } from './photo-files.ts';
import { drawSize } from './sizes.ts';

/**
 * Photos that not everybody may see at all times: faces, what buyers send with a doubt. They have no public address; the
 * room that keeps one asks who is looking before it hands out the bytes, and can take it away for good.
 */
export interface GuardedImage {
  id: string;
  width: number;
  height: number;
}

/**
 * Checks, turns upright, shrinks and keeps a photo without a public address; what the camera wrote beside it (place,
 * time, maker) is left behind.
 * @throws unsupported('image-not-supported'), invalid('image-broken'), invalid('image-too-many-pixels')
 */
export async function keepGuardedImage(bytes: Buffer): Promise<GuardedImage> {
  const photo = await readPhoto(bytes);
  const id = new Types.ObjectId().toHexString();
  await writeFile(fileName(id, 1280), photo.bytes);
  return { id, width: photo.width, height: photo.height };
}

/** The bytes of one width (320, 640 or 1280 px), or null when there is no such image or width. The caller has asked who looks. */
export async function readGuardedImage(id: string, width: number): Promise<{ bytes: Buffer; type: string } | null> {
  if (!isWidth(width) || !isObjectIdOrHexString(id)) return null;
  const bytes = (await readFile(fileName(id, width))) ?? (await draw(id, width));
  return bytes && { bytes, type: 'image/webp' };
}

/** Takes the photo away for good, in every size; doing it twice is as good as once. */
export async function removeGuardedImage(id: string): Promise<void> {
  // The whole one first: from then on no smaller one is made of it.
  for (const width of [...widths].reverse()) await removeFile(fileName(id, width));
}

async function draw(id: string, width: Width): Promise<Buffer | null> {
  const bytes = await drawSize((one) => fileName(id, one), width);
  // Taken away while we were drawing: what we just wrote goes too.
  if (bytes !== null && (await readFile(fileName(id, 1280))) === null) await removeFile(fileName(id, width));
  return bytes;
}

// No public route ever asks for a name like this one.
const fileName = (id: string, width: Width): string => `guarded/${id}-${width}.webp`;
