import mongoose from 'mongoose';
import type { KeptDocument } from '../media/documents.ts';
import type { CriteriaSet } from './criteria.ts';
import type { PaperState } from './paper-state.ts';

/** A paper that a person brought into a dossier. */
export interface BroughtFile extends KeptDocument {
  /** Which of `papers.json` it is. */
  paper: string;
  at: Date;
  by: string;
}

/** What a person wrote beside a criterion. */
export interface Note {
  criterion: string;
  text: string;
}

/** What was handed in, as it was: nothing that is changed later touches it. */
export interface Frozen {
  at: Date;
  by: string;
  /** The whole dossier as one ZIP. */
  documentId: string;
  bytes: number;
  sha256: string;
  productName: string;
  set: CriteriaSet;
  papers: PaperState[];
}

export interface DossierRecord {
  _id: mongoose.Types.ObjectId;
  sellerId: string;
  productId: string;
  registration: 'new' | 'existing';
  /** Chosen by a person, as nobody has settled which set holds which goods. */
  setId: string;
  /** The set's name as the commune said it; null as long as nobody wrote it down. */
  productSet: string | null;
  notes: Note[];
  files: BroughtFile[];
  /** How many points the maker gives itself, by part; only the parts' sums are known (`law.md` 8). */
  points: { part: string; points: number }[];
  state: 'draft' | 'handed-in';
  /** Counts the changes: it is handed in only as it was looked at. */
  version: number;
  /** ZIPs that were begun: those that were not handed in are taken away. */
  begun: string[];
  /** The dossier that it goes on from. */
  after: string | null;
  frozen: Frozen | null;
  createdAt: Date;
  createdBy: string;
  /** Of a form that came again after a crash. */
  requestId?: string | undefined;
}

const schema = new mongoose.Schema<DossierRecord>(
  {
    sellerId: { type: String, required: true },
    productId: { type: String, required: true },
    registration: { type: String, enum: ['new', 'existing'], required: true },
    setId: { type: String, required: true },
    productSet: { type: String, default: null },
    notes: { type: [{ _id: false, criterion: String, text: String }], default: [] },
    files: {
      type: [
        {
          _id: false,
          id: String,
          type: { type: String },
          bytes: Number,
          sha256: String,
          paper: String,
          at: Date,
          by: String,
        },
      ],
      default: [],
    },
    points: { type: [{ _id: false, part: String, points: Number }], default: [] },
    state: { type: String, enum: ['draft', 'handed-in'], required: true },
    version: { type: Number, required: true },
    begun: { type: [String], default: [] },
    after: { type: String, default: null },
    frozen: { type: mongoose.Schema.Types.Mixed, default: null },
    createdAt: { type: Date, required: true },
    createdBy: { type: String, required: true },
    requestId: String,
  },
  { versionKey: false, strict: 'throw', collection: 'ocop_dossiers' },
);
schema.index({ sellerId: 1, _id: -1 });
schema.index({ requestId: 1 }, { unique: true, partialFilterExpression: { requestId: { $exists: true } } });
schema.index({ 'files.id': 1 });

export const DossierModel = mongoose.model<DossierRecord>('OcopDossier', schema);
