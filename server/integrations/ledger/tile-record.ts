import mongoose from 'mongoose';

/** A tile as it is kept: hashes in a row, and of the leaves' level the entries too, 32 bytes each. */
export interface TileRecord {
  /** Level and place in one number, so that a level's tiles stand in a row: `idOf`. */
  _id: number;
  width: number;
  hashes: Buffer;
  entries?: Buffer;
}

const levelStep = 2 ** 40;

/** @throws RangeError beyond what a number holds: 2^40 tiles a level */
export function idOf(level: number, place: number): number {
  if (place >= levelStep || level > 8) throw new RangeError('no such tile');
  return level * levelStep + place;
}

/** All ids of the leaves' level. */
export const ofLeaves = { $gte: 0, $lt: levelStep } as const;

const schema = new mongoose.Schema<TileRecord>(
  { _id: { type: Number, required: true }, width: Number, hashes: Buffer, entries: Buffer },
  { versionKey: false, strict: 'throw', collection: 'ledger-tiles' },
);

export const TileModel = mongoose.model<TileRecord>('LedgerTile', schema);

/** The same as the driver has them, uncast. */
export const bareTiles = () => TileModel.collection as unknown as mongoose.mongo.Collection<TileRecord>;

/** Entries that were added together and do not stand in their tile yet: so that one more is written without what stands before it. */
interface LooseRecord {
  /** The place of the first of them in the log: of two who add at one place the second is refused. */
  _id: number;
  /** 32 bytes each. */
  entries: Buffer;
}

const looseSchema = new mongoose.Schema<LooseRecord>(
  { _id: { type: Number, required: true }, entries: { type: Buffer, required: true } },
  { versionKey: false, strict: 'throw', collection: 'ledger-loose' },
);

export const LooseModel = mongoose.model<LooseRecord>('LedgerLoose', looseSchema);

/** The same uncast. */
export const bareLoose = () => LooseModel.collection as unknown as mongoose.mongo.Collection<LooseRecord>;
