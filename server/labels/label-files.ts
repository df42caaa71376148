import { createHash } from 'node:crypto';
import { model, Schema, type Types } from 'mongoose';
import { bytesOf } from '../database/kept-bytes.ts';
import { upsert } from '../database/upsert.ts';
import { type KeptFile, LabelRunModel, type LabelRunRecord } from './label-run.ts';

interface ChunkRecord {
  run: Types.ObjectId;
  kind: string;
  n: number;
  bytes: Buffer;
}

const schema = new Schema<ChunkRecord>(
  {
    run: { type: Schema.Types.ObjectId, required: true },
    kind: { type: String, required: true },
    n: { type: Number, required: true },
    bytes: { type: Buffer, required: true },
  },
  { collection: 'label_files', versionKey: false },
);
schema.index({ run: 1, kind: 1, n: 1 }, { unique: true });
const ChunkModel = model<ChunkRecord>('LabelFile', schema);

const chunkBytes = 512 * 1024;

/** A file that was made of a run earlier, byte for byte; null when none of this kind was. */
export async function findFile(run: Pick<LabelRunRecord, '_id' | 'files'>, kind: string): Promise<Buffer | null> {
  const kept = run.files.find((file) => file.kind === kind);
  if (!kept) return null;
  const chunks = await ChunkModel.find({ run: run._id, kind }).sort({ n: 1 }).limit(kept.chunks).lean();
  const bytes = Buffer.concat(chunks.map((chunk) => bytesOf(chunk.bytes)));
  return hashOf(bytes) === kept.sha256 ? bytes : null;
}

/** Keeps a file of a run. The chunks are written first: only the entry in the run makes them a file. */
export async function keepFile(run: Types.ObjectId, kind: string, bytes: Buffer): Promise<void> {
  const chunks = Math.max(1, Math.ceil(bytes.length / chunkBytes));
  for (let n = 0; n < chunks; n += 1) {
    const part = bytes.subarray(n * chunkBytes, (n + 1) * chunkBytes);
    await upsert(() => ChunkModel.updateOne({ run, kind, n }, { $set: { bytes: part } }, { upsert: true }));
  }
  const file: KeptFile = { kind, sizeBytes: bytes.length, chunks, sha256: hashOf(bytes) };
  await LabelRunModel.updateOne({ _id: run, 'files.kind': { $ne: kind } }, { $push: { files: file } });
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Takes every file that was made of a run away. */
export async function removeFiles(run: Types.ObjectId): Promise<void> {
  await ChunkModel.deleteMany({ run });
}
