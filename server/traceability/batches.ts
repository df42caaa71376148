import { Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { getProduct, type Product, type Quantity } from '../catalog/products.ts';
import { getProfile, limitsInForce, type StageLimit } from '../catalog/profiles.ts';
import { shelfLifeOf } from '../catalog/shelf-life.ts';
import { newCode, readCode } from '../codes.ts';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { DomainError, invalid } from '../errors.ts';
import { requireActFor, sellersSeenBy } from '../identity/sellers.ts';
import { requireImages } from '../media/images.ts';
import { type Batch, type BatchState, hashOfRegistration, type Registration } from './batch.ts';
import { requireFacts } from './batch-facts.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { findRecord, seenRecord } from './batch-sight.ts';
import { judged } from './chain.ts';
import { daysAfter } from './days.ts';
import type { PackCount } from './event.ts';
import { requirePacks } from './pack-counts.ts';

export type { Batch, BatchState } from './batch.ts';
export { liftRecall, mayRecall, recallBatch } from './recalls.ts';

export interface WantedBatch {
  productId: string;
  quantity: Quantity;
  producedOn: string;
  expiresOn?: string | null | undefined;
  lot?: string | null | undefined;
  note?: string | null | undefined;
  photoId?: string | null | undefined;
  inputs?: { batchCode: string; quantity: Quantity }[] | undefined;
  packs?: PackCount[] | undefined;
  /** The stable id of the request: the same one again, after a crash, finds the batch it made. */
  requestId?: string | null | undefined;
}

/**
 * Registers a batch: its code, its lot, the first link of its chain, and its first packs.
 * @throws missing('product-not-found'), forbidden('not-yours'), invalid('batch-mistaken' | 'image-not-found') with
 * pointers, conflict('lot-taken')
 */
export async function registerBatch(actor: Actor, wanted: WantedBatch, at: Date): Promise<Batch> {
  const product = await getProduct(wanted.productId);
  await requireActFor(actor, product.sellerId, 'product-not-found');
  const earlier = await findByRequest(wanted.requestId);
  if (earlier) return judged(earlier);
  requireFacts(wanted, at);
  requirePacks(product, wanted.packs ?? []);
  const inputs = await readInputs(actor, wanted.inputs ?? []);
  if (wanted.photoId) await requireImages([wanted.photoId], product.sellerId);
  const profile = getProfile(product.kind);
  const [limits, shelfLife] = await Promise.all([limitsInForce(profile), shelfLifeOf(profile)]);
  const expiresOn = wanted.expiresOn ?? daysAfter(wanted.producedOn, shelfLife?.days ?? null);
  return judged(await keep({ ...wanted, inputs, limits, expiresOn }, product, at));
}

/** What the actor may not see is `missing('batch-not-found')`. */
export async function getBatch(actor: Actor, code: string): Promise<Batch> {
  return judged(await seenRecord(actor, code));
}

/** Newest first; `after` is the code of the last batch already seen. */
export async function listBatches(
  actor: Actor,
  wanted: { productId?: string | undefined; state?: BatchState | undefined; limit: number; after?: string | undefined },
): Promise<Batch[]> {
  const seen = await sellersSeenBy(actor);
  const last = wanted.after === undefined ? null : await findRecord(wanted.after);
  const records = await BatchModel.find({
    ...(seen === 'all' ? {} : { sellerId: { $in: seen } }),
    ...(wanted.productId === undefined ? {} : { productId: wanted.productId }),
    ...(wanted.state === undefined ? {} : { state: wanted.state }),
    ...(last ? { _id: { $lt: last._id } } : {}),
  })
    .sort({ _id: -1 })
    .limit(wanted.limit)
    .lean();
  return records.map(judged);
}

/** For everybody: what a label's code leads to. Null for an unknown or mistyped code. */
export async function findPublicBatch(code: string): Promise<Batch | null> {
  const record = await findRecord(code);
  return record && judged(record);
}

/** For everybody: the batches of one product, newest first. */
export async function listPublicBatches(productId: string, limit: number): Promise<Batch[]> {
  const records = await BatchModel.find({ productId }).sort({ _id: -1 }).limit(limit).lean();
  return records.map(judged);
}

export async function findBatchByLot(productId: string, lot: string): Promise<Batch | null> {
  const record = await BatchModel.findOne({ productId, lot }).lean();
  return record && judged(record);
}

/** All batches made from this one, directly or through others, as their registrations say. */
export async function findBatchesMadeFrom(code: string): Promise<Batch[]> {
  const found = new Map<string, BatchRecord>();
  let from = [code];
  while (from.length > 0 && found.size < 1000) {
    const records = await BatchModel.find({ 'inputs.batchCode': { $in: from } })
      .limit(1000)
      .lean();
    const fresh = records.filter((record) => record.code !== code && !found.has(record.code));
    for (const record of fresh) found.set(record.code, record);
    from = fresh.map((record) => record.code);
  }
  return [...found.values()].map(judged);
}

// A batch is judged by the limits it was made under, whatever the profile says later.
type Registrable = WantedBatch & { limits: StageLimit[] };

// The code is random: when it or a request's id is taken, the index says so, and the next try has another one.
async function keep(wanted: Registrable, product: Product, at: Date): Promise<BatchRecord> {
  for (let tries = 0; ; tries += 1) {
    const record = recordOf(wanted, product, newCode(), at);
    try {
      await BatchModel.create(record);
      return record;
    } catch (error) {
      const taken = takenKey(error);
      const earlier = taken === 'requestId' ? await findByRequest(wanted.requestId) : null;
      if (earlier) return earlier;
      if (taken === 'lot' && wanted.lot) throw lotTaken(wanted.lot);
      if (taken === null || tries >= 20) throw error;
    }
  }
}

async function findByRequest(requestId: string | null | undefined): Promise<BatchRecord | null> {
  return requestId ? BatchModel.findOne({ requestId }).lean() : null;
}

function recordOf(wanted: Registrable, product: Product, code: string, at: Date): BatchRecord {
  const packs = wanted.packs ?? [];
  const registration: Registration = {
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
    inputs: wanted.inputs ?? [],
    registeredPacks: packs,
    limits: wanted.limits,
    needsInspection: product.needsInspection,
    createdAt: at,
  };
  return {
    ...registration,
    _id: new Types.ObjectId(),
    state: 'open',
    stock: product.packs.map(({ id }) => {
      const made = packs.find(({ packId }) => packId === id)?.count ?? 0;
      return { packId: id, onHand: made, free: made, sold: 0 };
    }),
    holds: [],
    events: [],
    head: hashOfRegistration(registration),
    recall: null,
    gate: product.needsInspection ? 'waiting' : 'open',
    outside: false,
    certified: false,
    nextUnit: 1,
    ...(wanted.requestId ? { requestId: wanted.requestId } : {}),
  };
}

async function readInputs(actor: Actor, inputs: NonNullable<WantedBatch['inputs']>): Promise<typeof inputs> {
  const seen = await sellersSeenBy(actor);
  const records = await BatchModel.find({
    code: { $in: inputs.flatMap((one) => readCode(one.batchCode) ?? []) },
  }).lean();
  const known = new Set(records.filter((one) => seen === 'all' || seen.includes(one.sellerId)).map(({ code }) => code));
  const read = inputs.map((one) => ({ ...one, batchCode: readCode(one.batchCode) ?? '' }));
  const mistakes = read.flatMap(({ batchCode }, index) =>
    known.has(batchCode) ? [] : [{ pointer: `/inputs/${index}/batchCode`, code: 'input-batch-unknown' }],
  );
  if (mistakes.length > 0) throw invalid('batch-mistaken', {}, mistakes);
  return read;
}

const lotTaken = (lot: string): DomainError =>
  new DomainError('conflict', 'lot-taken', { lot }, [{ pointer: '/lot', code: 'lot-taken', facts: { lot } }]);

function takenKey(error: unknown): 'code' | 'lot' | 'requestId' | null {
  if (!isDuplicateKey(error)) return null;
  return (['requestId', 'lot'] as const).find((key) => (error as Error).message.includes(key)) ?? 'code';
}
