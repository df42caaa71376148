import { Types } from 'mongoose';
import type { Product } from '../catalog/products.ts';
import type { StageLimit } from '../catalog/profiles.ts';
import { hashOfRegistration, type Registration } from './batch.ts';
import type { BatchRecord } from './batch-record.ts';
import { reckonLeft } from './bulk.ts';
import { newSalt } from './event.ts';
import { type Input, sourceOf } from './input.ts';
import type { WantedBatch } from './wanted-batch.ts';

// A batch is judged by the limits it was made under, whatever the profile says later.
export type Registrable = Omit<WantedBatch, 'inputs'> & { inputs: Input[]; limits: StageLimit[] };

/** A batch as it is first kept: seen by nobody while its inputs are drawn on. */
export function newRecord(wanted: Registrable, product: Product, code: string, at: Date): BatchRecord {
  const registration = registrationOf(wanted, product, code, at);
  const packs = new Map(registration.registeredPacks.map(({ packId, count }) => [packId, count]));
  const record: BatchRecord = {
    ...registration,
    _id: new Types.ObjectId(),
    state: 'open',
    stock: product.packs.map(({ id }) => {
      const made = packs.get(id) ?? 0;
      return { packId: id, onHand: made, free: made, sold: 0 };
    }),
    holds: [],
    events: [],
    head: hashOfRegistration(registration),
    recall: null,
    gate: registration.needsInspection ? 'waiting' : 'open',
    outside: false,
    certified: false,
    unlogged: true,
    nextUnit: 1,
    madeFrom: wanted.inputs.map(sourceOf),
    ...(wanted.besideOf || wanted.inputs.some(({ batchCode }) => batchCode) ? { pendingSince: at } : {}),
    ...(wanted.requestId ? { requestId: wanted.requestId } : {}),
  };
  return {
    ...record,
    left: reckonLeft(record, new Map(product.packs.map(({ id, netQuantity }) => [id, netQuantity]))),
  };
}

const registrationOf = (wanted: Registrable, product: Product, code: string, at: Date): Registration => ({
  code,
  lot: wanted.lot ?? code,
  productId: product.id,
  sellerId: product.sellerId,
  kind: product.kind,
  quantity: wanted.quantity,
  producedOn: wanted.producedOn,
  expiresOn: wanted.expiresOn ?? null,
  note: wanted.note ?? null,
  photoId: wanted.photoId ?? null,
  inputs: wanted.inputs,
  registeredPacks: wanted.packs ?? [],
  limits: wanted.limits,
  // What is delivered to be worked further is not what is inspected: the batch made of it is.
  needsInspection: product.needsInspection && wanted.deliveredBy === undefined,
  ...(wanted.deliveredBy ? { deliveredBy: wanted.deliveredBy } : {}),
  ...(wanted.besideOf ? { besideOf: wanted.besideOf } : {}),
  salt: newSalt(),
  createdAt: at,
});
