import mongoose from 'mongoose';

/** Of an entry whose phone's clock was wrong: what the phone said, beside what the history says. */
interface PhoneClockRecord {
  /** Who wrote it and the entry's own id. */
  _id: string;
  code: string;
  /** By the phone's clock. */
  writtenAt: Date;
  /** So many minutes the phone was ahead; behind is less than 0. */
  aheadMinutes: number;
  receivedAt: Date;
}

const schema = new mongoose.Schema<PhoneClockRecord>(
  {
    _id: { type: String, required: true },
    code: { type: String, required: true, index: true },
    writtenAt: { type: Date, required: true },
    aheadMinutes: { type: Number, required: true },
    receivedAt: { type: Date, required: true },
  },
  { collection: 'phone-clocks', versionKey: false, strict: 'throw' },
);

export const PhoneClockModel = mongoose.model<PhoneClockRecord>('PhoneClock', schema);
