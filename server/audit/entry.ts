import { model, Schema } from 'mongoose';
import type { Role } from '../actor.ts';
import type { ToldChange } from '../told-changes.ts';

/** One change that a signed-in person made: written before it is begun, finished when it was done, gone when it was refused. */
export interface EntryRecord {
  /** the instant it was begun, in ISO 8601, and what makes it the only one: so a range of ids is a span of time */
  _id: string;
  at: Date;
  accountId: string;
  /** as the person was called then */
  name: string;
  role: Role;
  /** whom the person sells for; null for an officer */
  sellerId: string | null;
  /** method and address as it was sent, without its query */
  path: string;
  /** the route as it is declared (`POST /lo/:code/buoc`); null until it is done: then nobody knows whether it was */
  route: string | null;
  /** what it was about: codes, numbers and ids of its address and of what it made */
  things: string[];
  /** the facts that the sentence about it names */
  said: Record<string, string>;
  /** what was there before it and after it; entries from before that was told lack it */
  changes?: ToldChange[];
  doneAt: Date | null;
}

const schema = new Schema<EntryRecord>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    accountId: { type: String, required: true },
    name: { type: String, required: true },
    role: { type: String, required: true },
    sellerId: { type: String, default: null },
    path: { type: String, required: true },
    route: { type: String, default: null },
    things: { type: [String], default: [] },
    said: { type: Schema.Types.Mixed, default: {} },
    changes: { type: [Schema.Types.Mixed], default: undefined } as never,
    doneAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw', minimize: false, collection: 'audit' },
);

schema.index({ accountId: 1, _id: -1 });
schema.index({ sellerId: 1, _id: -1 });
schema.index({ role: 1, _id: -1 });
schema.index({ things: 1, _id: -1 });

export const EntryModel = model<EntryRecord>('AuditEntry', schema);
