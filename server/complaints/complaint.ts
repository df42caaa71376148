import mongoose from 'mongoose';

/** `settled` with an outcome; `escalated` when whoever complained was not content, and somebody higher looks again. */
export const complaintStates = ['received', 'answered', 'settled', 'escalated', 'closed'] as const;
export type ComplaintState = (typeof complaintStates)[number];

/** What came of it, from the side of whoever complained. */
export const outcomes = ['upheld', 'partly-upheld', 'not-upheld', 'withdrawn'] as const;
export type Outcome = (typeof outcomes)[number];

/** Where it came in. */
export const complaintChannels = ['web', 'api', 'counter'] as const;
export type ComplaintChannel = (typeof complaintChannels)[number];

/** Who speaks in a step. */
export type Party = 'complainant' | 'seller' | 'operator';

export interface ComplaintStep {
  at: Date;
  did: 'received' | 'answered' | 'heard' | 'extended' | 'settled' | 'escalated' | 'closed';
  party: Party;
  /** The name of a person of the desk; null for whoever complained. */
  by: string | null;
  text: string;
}

/** How it went the first time, of a complaint that was taken further: its deadlines were others. */
export type FirstTime = Pick<ComplaintRecord, 'respondBy' | 'settleBy' | 'answeredAt' | 'settledAt' | 'outcome'>;

export interface ComplaintRecord {
  _id: mongoose.Types.ObjectId;
  /** `KN` and eight characters; with phone or mail it opens the complaint. */
  code: string;
  kind: string;
  channel: ComplaintChannel;
  state: ComplaintState;
  /** 2 from the moment it was taken further. */
  level: number;
  text: string;
  /** Null once it was erased. */
  contact: { name: string; phone: string | null; email: string | null } | null;
  orderNumber: string | null;
  batchCode: string | null;
  /** The party complained of; null where it is the market itself. */
  sellerId: string | null;
  /** Guarded photos. */
  photoIds: string[];
  receivedAt: Date;
  respondBy: Date;
  settleBy: Date;
  answeredAt: Date | null;
  settledAt: Date | null;
  outcome: Outcome | null;
  /** Absent at level 1, and of what was taken further before it was kept. */
  first?: FirstTime;
  steps: ComplaintStep[];
  /** Of a request that came again after a crash. */
  requestId?: string;
  erasedAt: Date | null;
}

const contact = new mongoose.Schema<NonNullable<ComplaintRecord['contact']>>(
  { name: String, phone: { type: String, default: null }, email: { type: String, default: null } },
  { _id: false },
);
const step = new mongoose.Schema<ComplaintStep>(
  { at: Date, did: String, party: String, by: { type: String, default: null }, text: String },
  { _id: false },
);
const first = new mongoose.Schema<FirstTime>(
  { respondBy: Date, settleBy: Date, answeredAt: Date, settledAt: Date, outcome: String },
  { _id: false },
);
const schema = new mongoose.Schema<ComplaintRecord>(
  {
    code: { type: String, required: true },
    kind: { type: String, required: true },
    channel: { type: String, required: true },
    state: { type: String, required: true },
    level: { type: Number, default: 1 },
    text: { type: String, default: '' },
    contact: { type: contact, default: null },
    orderNumber: { type: String, default: null },
    batchCode: { type: String, default: null },
    sellerId: { type: String, default: null },
    photoIds: [String],
    receivedAt: { type: Date, required: true },
    respondBy: { type: Date, required: true },
    settleBy: { type: Date, required: true },
    answeredAt: { type: Date, default: null },
    settledAt: { type: Date, default: null },
    outcome: { type: String, default: null },
    first: { type: first, default: undefined },
    steps: [step],
    requestId: String,
    erasedAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ code: 1 }, { unique: true });
schema.index({ requestId: 1 }, { unique: true, partialFilterExpression: { requestId: { $exists: true } } });
schema.index({ state: 1, settleBy: 1 });
schema.index({ sellerId: 1, state: 1, settleBy: 1 });
schema.index({ receivedAt: 1 });

export const ComplaintModel = mongoose.model<ComplaintRecord>('Complaint', schema);

/** The states in which somebody still has to do something. */
export const openStates: readonly ComplaintState[] = ['received', 'answered', 'escalated'];
