import { model, Schema, type Types } from 'mongoose';

export interface PrinterRecord {
  _id: Types.ObjectId;
  sellerId: string;
  name: string;
  /** Named before any other: the one that its people have used all along, so what they adjusted so far is its. */
  first: boolean;
  createdAt: Date;
  requestId?: string;
}

const schema = new Schema<PrinterRecord>(
  {
    sellerId: { type: String, required: true },
    name: { type: String, required: true },
    first: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
    requestId: { type: String },
  },
  { collection: 'label_printers', versionKey: false },
);
schema.index({ sellerId: 1, _id: 1 });
schema.index({ requestId: 1 }, { unique: true, partialFilterExpression: { requestId: { $exists: true } } });
export const PrinterModel = model<PrinterRecord>('LabelPrinter', schema);

/** Stands for the one printer of those who have named none. */
export const unnamedPrinter = 'unnamed';

/** A printer that somebody can choose. */
export interface Printer {
  id: string;
  /** Null for the one that nobody has named. */
  name: string | null;
  /** Also keeps what was adjusted before printers had names. */
  first: boolean;
  /** The actor's own, not its cooperative's. */
  own: boolean;
}

export const presentPrinter = ({ _id, name, first, sellerId }: PrinterRecord, ownId: string | null): Printer => ({
  id: _id.toHexString(),
  name,
  first,
  own: sellerId === ownId,
});
