import mongoose from 'mongoose';

/** A sentence as it is written in a people's language that has a script. */
export interface WritingRecord {
  /** Language and key. */
  _id: string;
  language: string;
  key: string;
  words: string;
  by: string;
  at: Date;
}

const schema = new mongoose.Schema<WritingRecord>(
  {
    _id: { type: String, required: true },
    language: { type: String, required: true, index: true },
    key: { type: String, required: true },
    words: { type: String, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'voice-writings', versionKey: false, strict: 'throw' },
);

export const WritingModel = mongoose.model<WritingRecord>('VoiceWriting', schema);
