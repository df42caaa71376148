import { createHash, randomBytes } from 'node:crypto';
import mongoose, { Schema } from 'mongoose';
import type { KeptBytes } from '../database/kept-bytes.ts';
import { DomainError } from '../errors.ts';
import { seal, unseal } from '../seal.ts';
import { readPhoto } from './image.ts';

interface ReceivedRecord {
  /** A hash of its name: the name itself stands in the form alone. */
  _id: string;
  whose: string;
  counted: string;
  since: Date;
  sealed: Buffer;
}

const keptSeconds = 3600;
const schema = new Schema<ReceivedRecord>(
  {
    _id: { type: String, required: true },
    whose: { type: String, required: true },
    counted: { type: String, required: true, index: true },
    since: { type: Date, required: true, expires: keptSeconds },
    sealed: { type: Buffer, required: true },
  },
  { collection: 'received-photos', versionKey: false },
);
const ReceivedModel = mongoose.model<ReceivedRecord>('ReceivedPhoto', schema);

// Two forms of as many photos as a form can carry, for a person or an address; so many altogether are some 300 MB.
const mostOfOne = 16;
const mostOfAll = 2000;

/**
 * Keeps the photos of forms that come back with a mistake, an hour long, shrunk as they will be shown and sealed under a name
 * that only the form knows: whoever sends the form again sends the name.
 */
export const receivedPhotos = {
  /** Answers the name; null for what is no photo that can be read, and for more than sixteen of one. */
  async keep(bytes: Buffer, { whose, counted }: { whose: string; counted: string }, at: Date): Promise<string | null> {
    if (!(await hasRoom(counted))) return null;
    const photo = await readPhoto(bytes).catch(nullForMistakes);
    if (photo === null) return null;
    const name = randomBytes(18).toString('base64url');
    const sealed = seal(photo.bytes.toString('base64'), name, whose);
    await ReceivedModel.create({ _id: idOf(name), whose, counted, since: at, sealed });
    return name;
  },
  async find(name: string, whose: string, at: Date): Promise<Buffer | null> {
    const since = { $gt: new Date(at.getTime() - keptSeconds * 1000) };
    const record = await ReceivedModel.findOne({ _id: idOf(name), whose, since }).lean<{ sealed: KeptBytes }>();
    return record && Buffer.from(unseal(record.sealed, name, whose) as string, 'base64');
  },
  async forget(names: readonly string[]): Promise<void> {
    await ReceivedModel.deleteMany({ _id: { $in: names.map(idOf) } });
  },
};

const hasRoom = async (counted: string): Promise<boolean> =>
  (await ReceivedModel.countDocuments({ counted })) < mostOfOne &&
  (await ReceivedModel.estimatedDocumentCount()) < mostOfAll;

function nullForMistakes(error: unknown): null {
  if (error instanceof DomainError) return null;
  throw error;
}

const idOf = (name: string): string => createHash('sha256').update(name).digest('hex');
