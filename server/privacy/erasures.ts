import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Model, model, Schema } from 'mongoose';
import { z } from 'zod';
import { upsert } from '../database/upsert.ts';
import { markOf } from '../identity/accounts.ts';

/** One act of erasing, by nothing that says who it was: a seller's id means nobody any more, a mark cannot be read back. */
export interface Erasure {
  at: Date;
  /** of a household */
  sellerId: string | null;
  /** of a buyer: the mark of the phone */
  mark: string | null;
}

const ErasureModel: Model<Erasure & { _id: string }> = model<Erasure & { _id: string }>(
  'Erasure',
  new Schema<Erasure & { _id: string }>(
    {
      _id: { type: String, required: true },
      at: { type: Date, required: true },
      sellerId: { type: String, default: null },
      mark: { type: String, default: null },
    },
    { versionKey: false, strict: 'throw', collection: 'erasures' },
  ),
);

/** Writes down that somebody is being erased; again, and it is the later time that counts. */
export async function noteErasure(whom: { sellerId: string } | { phone: string }, at: Date): Promise<void> {
  const sellerId = 'sellerId' in whom ? whom.sellerId : null;
  const mark = 'phone' in whom ? markOf(whom.phone) : null;
  const _id = sellerId ?? mark ?? '';
  await upsert(() =>
    ErasureModel.updateOne({ _id }, { $setOnInsert: { sellerId, mark }, $max: { at } }, { upsert: true }),
  );
}

/** All there are, the earliest first. */
export async function listErasures(): Promise<Erasure[]> {
  const records = await ErasureModel.find({}).sort({ at: 1, _id: 1 }).lean();
  return records.map(({ at, sellerId, mark }) => ({ at, sellerId, mark }));
}

/** Where the list lies, beside copies of the database. */
export const erasuresIn = (folder: string): string => path.join(folder, 'erasures.json');

let written = '';

/** Keeps the list beside the database's copies: in a copy stands who was erased since it was made. */
export async function keepErasures(file: string): Promise<void> {
  const list = await listErasures();
  const text = `${JSON.stringify(list, null, 2)}\n`;
  if (list.length === 0 || written === `${file} ${text}`) return;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.partial`, text, { mode: 0o600 });
  await rename(`${file}.partial`, file);
  written = `${file} ${text}`;
}

const ErasuresFile = z.array(
  z.strictObject({ at: z.coerce.date(), sellerId: z.string().nullable(), mark: z.string().nullable() }),
);

/** The list that lies there; null where there is none. @throws where it is not such a list */
export async function readErasures(file: string): Promise<Erasure[] | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : ErasuresFile.parse(JSON.parse(text));
}
