import type { BatchRecord } from './batch-record.ts';

/** So much of a batch as its family is told by. */
export type Kin = Pick<BatchRecord, '_id' | Exclude<keyof typeof wanted, number> | 'events'>;

const wanted = {
  code: 1,
  lot: 1,
  productId: 1,
  sellerId: 1,
  deliveredBy: 1,
  producedOn: 1,
  state: 1,
  gate: 1,
  recall: 1,
  expiresOn: 1,
  inputs: 1,
  madeFrom: 1,
  besideOf: 1,
} as const;

/** The parts of a record that it is read from. */
export const kin = {
  ...wanted,
  'events.id': 1,
  'events.stage': 1,
  'events.corrects': 1,
  'events.inputs': 1,
  'events.withdrawn': 1,
} as const;
