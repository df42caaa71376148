import { createHash } from 'node:crypto';
import { Types } from 'mongoose';
import sharp from 'sharp';
import { unsupported } from '../errors.ts';
import { readPhoto } from './image.ts';
import { beginFile, readFile, readPieces, removeFile, writeFile } from './photo-files.ts';

/**
 * Papers that people bring: a PDF as it is, a photo as we keep photos, but in the form that every office computer opens. They have no public address; the room that keeps one asks
 * who is looking. What is kept is never changed: another paper is another id.
 */
export interface KeptDocument {
  id: string;
  type: 'application/pdf' | 'image/jpeg';
  bytes: number;
  sha256: string;
}

/**
 * Keeps a paper by what its bytes are, whatever it calls itself.
 * @throws unsupported('document-not-supported') for what is neither a PDF nor a photo; as readPhoto for a photo
 */
export async function keepDocument(bytes: Buffer): Promise<KeptDocument> {
  const type = isPdf(bytes) ? 'application/pdf' : 'image/jpeg';
  const kept = type === 'application/pdf' ? bytes : await asJpeg((await readPhoto(bytes).catch(inOurWords)).bytes);
  const id = new Types.ObjectId().toHexString();
  await writeFile(fileName(id), kept);
  return { id, type, bytes: kept.length, sha256: createHash('sha256').update(kept).digest('hex') };
}

/** A photo that we keep, as JPEG instead of WebP. */
export const asJpeg = (bytes: Buffer): Promise<Buffer> => sharp(bytes).jpeg({ quality: 85 }).toBuffer();

/** The bytes of a paper, or null when it is gone. The caller has asked who looks. */
export const readDocument = (id: string): Promise<Buffer | null> => readFile(fileName(id));

/** Takes a paper away for good; doing it twice is as good as once. */
export const removeDocument = (id: string): Promise<void> => removeFile(fileName(id));

/** Begins a large file that is made in pieces, under a new id. */
export function beginDocument(): { id: string } & ReturnType<typeof beginFile> {
  const id = new Types.ObjectId().toHexString();
  return { id, ...beginFile(fileName(id)) };
}

/** A large file in pieces. The caller has asked who looks. */
export const documentPieces = (id: string): AsyncGenerator<Buffer> => readPieces(fileName(id));

// A PDF says so within its first kilobyte (ISO 32000-2, 7.5.2, and what every reader takes).
const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 1024).includes('%PDF-');

function inOurWords(error: unknown): never {
  const isUnknown = error instanceof Error && 'code' in error && error.code === 'image-not-supported';
  throw isUnknown ? unsupported('document-not-supported') : error;
}

// No public route ever asks for a name like this one.
const fileName = (id: string): string => `documents/${id}`;
