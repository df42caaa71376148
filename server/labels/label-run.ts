import { model, Schema, Types } from 'mongoose';
import type { Drawing } from '../press/drawing.ts';
import type { Calibration } from '../press/sheet.ts';
import type { Stock } from '../press/stock.ts';
import type { UnitKey } from '../traceability/unit-serial.ts';

export const runStates = ['queued', 'printing', 'ready', 'failed', 'voided'] as const;
export type RunState = (typeof runStates)[number];

/** Which state a run may go to. Voiding a run that waits or prints cancels it. */
export const nextStates: Readonly<Record<RunState, readonly RunState[]>> = {
  queued: ['printing', 'voided'],
  printing: ['queued', 'ready', 'failed', 'voided'],
  ready: ['voided'],
  failed: ['voided'],
  voided: [],
};

/** The states from which a run may go to this one: the filter of the update that takes it there. */
export const statesBefore = (state: RunState): RunState[] =>
  runStates.filter((from) => nextStates[from].includes(state));

/** Labels of one batch in a run. */
export interface RunPart {
  batchCode: string;
  lot: string;
  product: string;
  sellerId: string;
  /** Set when the codes are GS1 Digital Links. */
  gtin: string | null;
  /** The number of the first unit; null when the labels name only the batch. */
  first: number | null;
  /** Which keys make the serials, as the batch knew on that day; runs from before keys were written down lack it. */
  unitKeys?: readonly UnitKey[];
  /** Different labels, and how often each is printed. */
  count: number;
  copies: number;
}

/** What was asked before a run was printed, and answered with yes; the facts are those of its sentence. */
export interface RunAnswer {
  question: 'expired' | 'morePacks';
  facts: Record<string, string | number>;
}

/** A file that was made of a run and is kept as it was. */
export interface KeptFile {
  kind: string;
  sizeBytes: number;
  chunks: number;
  sha256: string;
}

export interface LabelRunRecord {
  _id: Types.ObjectId;
  state: RunState;
  /** All sellers whose labels it prints. */
  sellerIds: string[];
  createdAt: Date;
  createdBy: string;
  template: string;
  stockId: string;
  /** As it was on that day: what becomes of the stock afterwards changes nothing of the run. */
  stock: Stock;
  feedGap: number;
  startAt: number;
  /** The printer it was made for; null when a program asked. Runs from before printers had names lack it. */
  printer?: string | null;
  calibration: Calibration;
  black: boolean;
  parts: RunPart[];
  /** What it is found by (run-search.ts). */
  words?: string[];
  /** Runs from before anything was asked lack it. */
  answered?: RunAnswer[];
  /** One drawing for each part, as it was on that day: the same file can be had again after names and templates have changed. */
  drawings: string;
  version: number;
  publicUrl: string;
  moduleMm: number;
  /** Labels in all, and how many of them are drawn. */
  total: number;
  done: number;
  /** When the process that prints it last said so. */
  seenAt: Date;
  failure: string | null;
  voidedAt: Date | null;
  /** Set until its batches know which numbers it voids or prints again. */
  untold?: boolean;
  requestId?: string;
  files: KeptFile[];
}

const schema = new Schema<LabelRunRecord>(
  {
    state: { type: String, enum: runStates, required: true },
    sellerIds: { type: [String], required: true },
    createdAt: { type: Date, required: true },
    createdBy: { type: String, required: true },
    template: { type: String, required: true },
    stockId: { type: String, required: true },
    stock: { type: Schema.Types.Mixed, required: true },
    feedGap: { type: Number, required: true },
    startAt: { type: Number, required: true },
    printer: { type: String },
    calibration: { type: Schema.Types.Mixed, required: true },
    black: { type: Boolean, required: true },
    parts: { type: [Schema.Types.Mixed], required: true } as never,
    words: { type: [String], default: undefined },
    answered: { type: [Schema.Types.Mixed] } as never,
    drawings: { type: String, required: true },
    version: { type: Number, required: true },
    publicUrl: { type: String, required: true },
    moduleMm: { type: Number, required: true },
    total: { type: Number, required: true },
    done: { type: Number, required: true },
    seenAt: { type: Date, required: true },
    failure: { type: String, default: null },
    voidedAt: { type: Date, default: null },
    untold: { type: Boolean },
    requestId: { type: String },
    files: { type: [Schema.Types.Mixed], default: [] } as never,
  },
  { collection: 'label_runs', versionKey: false },
);
schema.index({ 'parts.batchCode': 1, _id: -1 });
schema.index({ sellerIds: 1, stockId: 1, createdAt: -1 });
schema.index({ printer: 1, stockId: 1, createdAt: -1 });
schema.index({ state: 1, seenAt: 1 });
schema.index({ createdAt: 1, _id: 1 });
// For the list of runs.
schema.index({ words: 1, _id: -1 });
schema.index({ sellerIds: 1, _id: -1 });
schema.index({ sellerIds: 1, state: 1, _id: -1 });
schema.index({ state: 1, _id: -1 });
schema.index({ untold: 1 }, { partialFilterExpression: { untold: true } });
schema.index({ requestId: 1 }, { unique: true, partialFilterExpression: { requestId: { $exists: true } } });
export const LabelRunModel = model<LabelRunRecord>('LabelRun', schema);

/** A run as pages and programs know it. */
export interface LabelRun {
  id: string;
  state: RunState;
  template: string;
  stockId: string;
  stock: Stock;
  startAt: number;
  parts: RunPart[];
  answered: RunAnswer[];
  /** Labels in all, copies included. */
  total: number;
  done: number;
  /** Millimetres of one module of the symbols. */
  moduleMm: number;
  failure: string | null;
  createdAt: Date;
  createdBy: string;
  voidedAt: Date | null;
}

export const readRun = (record: LabelRunRecord): LabelRun => ({
  id: record._id.toHexString(),
  state: record.state,
  template: record.template,
  stockId: record.stockId,
  stock: record.stock,
  startAt: record.startAt,
  parts: record.parts.map((part) => ({ ...part })),
  answered: record.answered ?? [],
  total: record.total,
  done: record.done,
  moduleMm: record.moduleMm,
  failure: record.failure ?? null,
  createdAt: record.createdAt,
  createdBy: record.createdBy,
  voidedAt: record.voidedAt ?? null,
});

export const drawingsOf = (record: Pick<LabelRunRecord, 'drawings'>): Drawing[] =>
  JSON.parse(record.drawings) as Drawing[];
