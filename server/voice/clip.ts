import mongoose from 'mongoose';
import type { SoundType } from './sound.ts';

/** A sentence as somebody said it in one language. */
export interface ClipRecord {
  /** Language and key. */
  _id: string;
  language: string;
  key: string;
  type: SoundType;
  bytes: Buffer;
  /** Of the bytes, so that who asks what there is need not read them. */
  size: number;
  seconds: number;
  /** Of the bytes: another recording has another address. */
  hash: string;
  by: string;
  at: Date;
}

const schema = new mongoose.Schema<ClipRecord>(
  {
    _id: { type: String, required: true },
    language: { type: String, required: true, index: true },
    key: { type: String, required: true },
    type: { type: String, required: true },
    bytes: { type: Buffer, required: true },
    size: { type: Number, required: true },
    seconds: { type: Number, required: true },
    hash: { type: String, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'voice-clips', versionKey: false, strict: 'throw' },
);

export const ClipModel = mongoose.model<ClipRecord>('VoiceClip', schema);

/** A language that people speak here: written in no catalogue, it is heard. */
export interface VoiceLanguageRecord {
  /** As addresses say it: small letters. */
  _id: string;
  name: string;
  at: Date;
}

const languageSchema = new mongoose.Schema<VoiceLanguageRecord>(
  { _id: { type: String, required: true }, name: { type: String, required: true }, at: { type: Date, required: true } },
  { collection: 'voice-languages', versionKey: false, strict: 'throw' },
);

export const VoiceLanguageModel = mongoose.model<VoiceLanguageRecord>('VoiceLanguage', languageSchema);
