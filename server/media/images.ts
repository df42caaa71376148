import { createHash } from 'node:crypto';
import { isObjectIdOrHexString, Types } from 'mongoose';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { invalid } from '../errors.ts';
import { ImageModel, type ImageRecord, isWidth, readPhoto, type Width, widths } from './image.ts';
import { readFile, removeFile, writeFile } from './photo-files.ts';
import { drawSize } from './sizes.ts';

export interface KeptImage {
  id: string;
  url: string;
  width: number;
  height: number;
}

/**
 * Checks, turns upright, shrinks and keeps a photo; the owner is a seller. The same file brought again by the same seller
 * is the same image.
 * @throws unsupported('image-not-supported'), invalid('image-broken'), invalid('image-too-many-pixels')
 */
export async function keepImage(bytes: Buffer, owner: string, at: Date): Promise<KeptImage> {
  const originalHash = createHash('sha256').update(bytes).digest('hex');
  const known = await ImageModel.findOne({ owner, originalHash }).lean();
  if (known) return present(known);
  const photo = await readPhoto(bytes);
  const record: ImageRecord = {
    _id: new Types.ObjectId(),
    owner: new Types.ObjectId(owner),
    originalHash,
    width: photo.width,
    height: photo.height,
    createdAt: at,
  };
  // The bytes first: an image that can be found can be shown.
  await writeFile(fileName(record._id.toHexString(), 1280), photo.bytes);
  return present(await insert(record));
}

/** Keeps the photos that came with a form, as `keepImage`; answers their ids. */
export async function keepImages(
  files: readonly { bytes: Buffer }[] | undefined,
  owner: string,
  at: Date,
): Promise<string[]> {
  const kept = await Promise.all((files ?? []).map(({ bytes }) => keepImage(bytes, owner, at)));
  return kept.map(({ id }) => id);
}

/** The bytes of one width (320, 640 or 1280 px), or null when there is no such image or width. */
export async function readImage(id: string, width = 1280): Promise<{ bytes: Buffer; type: string } | null> {
  if (!isWidth(width) || !isObjectIdOrHexString(id)) return null;
  const bytes = (await readFile(fileName(id, width))) ?? (await drawOnce(id, width));
  return bytes && { bytes, type: 'image/webp' };
}

/** SHA-256 of each photo as it is kept in full; '' for one that is gone. */
export async function hashImages(ids: readonly string[]): Promise<string[]> {
  const kept = await Promise.all(ids.map((id) => readFile(fileName(id, 1280))));
  return kept.map((bytes) => (bytes === null ? '' : createHash('sha256').update(bytes).digest('hex')));
}

/** Takes every photo that a seller brought away for good, in every size; what names one finds nothing from then on. */
export async function removeImagesOf(owner: string): Promise<void> {
  for (const { _id } of await ImageModel.find({ owner }, { _id: 1 }).lean()) {
    // The whole one first: from then on no smaller one is made of it.
    for (const width of [...widths].reverse()) await removeFile(fileName(_id.toHexString(), width));
    await ImageModel.deleteOne({ _id });
  }
}

/** Where a browser finds the image in one width: 320, 640 or 1280 px. */
export const imageUrl = (id: string, width: Width = 1280): string => `/anh/${fileName(id, width)}`;

/**
 * Every id is an image that one of the owners brought: a seller's own, or the cooperative's that acts for it.
 * @throws invalid('image-not-found')
 */
export async function requireImages(ids: readonly string[], owner: string | readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)];
  if (!wanted.every((id) => isObjectIdOrHexString(id))) throw invalid('image-not-found');
  const owners = typeof owner === 'string' ? [owner] : owner;
  const found = await ImageModel.countDocuments({ _id: { $in: wanted }, owner: { $in: owners } });
  if (found !== wanted.length) throw invalid('image-not-found');
}

const fileName = (id: string, width: Width): string => `${id}-${width}.webp`;

const present = ({ _id, width, height }: ImageRecord): KeptImage => {
  const id = _id.toHexString();
  return { id, url: imageUrl(id), width, height };
};

// When the same photo arrives twice at once, the unique index decides and the later one's file goes.
async function insert(record: ImageRecord): Promise<ImageRecord> {
  try {
    await ImageModel.create(record);
    return record;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    await removeFile(fileName(record._id.toHexString(), 1280));
    const { owner, originalHash } = record;
    return ImageModel.findOne({ owner, originalHash }).lean().orFail();
  }
}

const drawing = new Map<string, Promise<Buffer | null>>();

// A crowd that asks for a new size at once has it drawn once (in this process; another one may draw a harmless second copy).
function drawOnce(id: string, width: Width): Promise<Buffer | null> {
  const name = fileName(id, width);
  const running = drawing.get(name) ?? drawSize((one) => fileName(id, one), width).finally(() => drawing.delete(name));
  drawing.set(name, running);
  return running;
}
