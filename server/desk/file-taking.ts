import mongoose from 'mongoose';

/** Somebody took the whole file of a batch: kept, since it leaves the house. */
interface FileTaking {
  code: string;
  by: string;
  accountId: string;
  at: Date;
}

const schema = new mongoose.Schema<FileTaking>(
  {
    code: { type: String, required: true },
    by: { type: String, required: true },
    accountId: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', collection: 'file-takings' },
);
schema.index({ code: 1, at: -1 });

const FileTakingModel = mongoose.model<FileTaking>('FileTaking', schema);

/** Writes down who takes the file of a batch, before it is given. */
export async function noteTaking(taking: FileTaking): Promise<void> {
  await FileTakingModel.create(taking);
}

/** Who took it, the latest first; the last twenty. */
export async function takingsOf(code: string): Promise<{ by: string; at: Date }[]> {
  const takings = await FileTakingModel.find({ code }).sort({ at: -1 }).limit(20).lean();
  return takings.map(({ by, at }) => ({ by, at }));
}
