import { readFileSync } from 'node:fs';
import mongoose from 'mongoose';
import { z } from 'zod';
import { fromRoot } from '../root.ts';

/** By when a breach has to be told, and where that comes from: shown to the officer, to be read again before it counts. */
export const breachRules = z
  .strictObject({ source: z.string().min(1), asOf: z.string(), hours: z.int().min(1).max(1000) })
  .parse(JSON.parse(readFileSync(fromRoot('server/privacy/breach-rules.json'), 'utf8')));

/** Whether somebody may come to harm by it: only then the authority has to be told. */
export const harms = ['possible', 'unlikely'] as const;
export type Harm = (typeof harms)[number];

/** Who was told, or what else was found or done since. */
export const entryKinds = ['authority', 'people', 'note'] as const;
export type EntryKind = (typeof entryKinds)[number];

export interface BreachEntry {
  at: Date;
  by: string;
  kind: EntryKind;
  text: string;
}

/** Data that got where they don't belong. What was written is never changed; what is learnt later is added. */
export interface BreachRecord {
  _id: mongoose.Types.ObjectId;
  discoveredAt: Date;
  /** by when the authority has to know */
  tellBy: Date;
  what: string;
  /** which data, in the officer's words */
  data: string;
  /** whom they are about, and how many, in the officer's words */
  whom: string;
  harm: Harm;
  /** what was done at once */
  done: string;
  by: string;
  at: Date;
  entries: BreachEntry[];
  /** of a form that came again after a crash */
  requestId?: string;
}

const schema = new mongoose.Schema<BreachRecord>(
  {
    discoveredAt: { type: Date, required: true },
    tellBy: { type: Date, required: true },
    what: { type: String, required: true },
    data: { type: String, required: true },
    whom: { type: String, required: true },
    harm: { type: String, enum: harms, required: true },
    done: { type: String, default: '' },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    entries: [{ _id: false, at: Date, by: String, kind: { type: String, enum: entryKinds }, text: String }],
    requestId: String,
  },
  { versionKey: false, strict: 'throw', collection: 'breaches' },
);
schema.index({ discoveredAt: -1 });
schema.index({ requestId: 1 }, { unique: true, partialFilterExpression: { requestId: { $exists: true } } });

export const BreachModel = mongoose.model<BreachRecord>('Breach', schema);
