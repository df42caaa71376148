import type { Actor } from '../actor.ts';
import { getProduct, type Product } from '../catalog/products.ts';
import { getProfile, limitsInForce } from '../catalog/profiles.ts';
import { shelfLifeOf } from '../catalog/shelf-life.ts';
import { takenKey } from '../database/duplicate-key.ts';
import { daysAfter } from '../days.ts';
import { DomainError, unavailable } from '../errors.ts';
import { requireActFor } from '../identity/sellers.ts';
import { requireImages } from '../media/images.ts';
import { amountOf } from './amount.ts';
import { sayInputsMissing } from './balance-answers.ts';
import { balanceAskedOf } from './balance-asked.ts';
import { reflag } from './balance-flags.ts';
import { bansOn, readOne } from './bans.ts';
import type { Batch } from './batch.ts';
import { requireFacts } from './batch-facts.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { requireMain } from './by-products.ts';
import { draw, giveBack } from './draws.ts';
import { barredNow, inputBarred, keepInputs, requireInputs, shortNow } from './inputs.ts';
import { newRecord, type Registrable } from './new-record.ts';
import { refuseBesideOver, refuseMoreThanIn } from './over.ts';
import { requirePacks } from './pack-counts.ts';
import { codeFor } from './reserved-codes.ts';
import { undoUnwritten } from './step-inputs.ts';
import type { WantedBatch } from './wanted-batch.ts';

export type { WantedBatch } from './wanted-batch.ts';

/**
 * Registers a batch: its code, its lot, the first link of its chain, its first packs, and what it was made from. The batch is
 * written first and seen by nobody until all its inputs are drawn on: what a crash leaves of it the sweep undoes, or the
 * same request finishes.
 * @throws missing('product-not-found'), forbidden('not-yours'), invalid('batch-mistaken' | 'image-not-found'), conflict('lot-taken'),
 * conflict('balance-over') where more is said to have been made than went in, and what `requireInputs` throws
 */
export async function registerBatch(actor: Actor, wanted: WantedBatch, at: Date): Promise<Batch> {
  const product = await getProduct(wanted.productId);
  await requireActFor(actor, product.sellerId, 'product-not-found');
  const earlier = await findByRequest(wanted.requestId);
  if (earlier) return finish(actor, earlier, wanted, at);
  requireFacts(wanted, at);
  requirePacks(product, wanted.packs ?? []);
  const besideOf = await requireMain(wanted, product.sellerId);
  const user = { sellerId: product.sellerId, usedOn: wanted.producedOn, requestId: wanted.requestId };
  await requireInputs(actor, wanted.inputs ?? [], user);
  refuseMoreThanIn(wanted.quantity, wanted.inputs ?? [], wanted.moreInputs === true);
  if (wanted.photoId) await requireImages([wanted.photoId], product.sellerId);
  const profile = getProfile(product.kind);
  const [limits, shelfLife] = await Promise.all([limitsInForce(profile), shelfLifeOf(profile)]);
  const usual = shelfLife ? daysAfter(wanted.producedOn, shelfLife.days) : null;
  const expiresOn = wanted.expiresOn === undefined ? usual : wanted.expiresOn;
  const inputs = await keepInputs(wanted.inputs ?? [], user, at);
  return finish(actor, await keep({ ...wanted, besideOf, inputs, limits, expiresOn }, product, at), wanted, at);
}

// Whoever was asked whether something is missing and said yes: it stands in the history of what drew on the inputs.
async function finish(actor: Actor, record: BatchRecord, { moreInputs }: WantedBatch, at: Date): Promise<Batch> {
  const now = await settle(record, moreInputs === true);
  const main = now.besideOf ?? now.code;
  if (!moreInputs || !(await refuseBesideOver(main, true))) return readOne(now);
  await sayInputsMissing(actor, main, now.code, at);
  return readOne((await BatchModel.findOne({ code: now.code }).lean<BatchRecord>()) ?? now);
}

const cutOffSeconds = 60;

/** Undoes registrations and steps that were cut off while their inputs were drawn on: what they drew goes back. */
export async function undoUnsettled(at: Date): Promise<void> {
  const before = new Date(at.getTime() - cutOffSeconds * 1000);
  const left = await BatchModel.find({ pendingSince: { $lt: before } }, { code: 1 })
    .limit(500)
    .lean();
  for (const { code } of left) await undo(code);
  await undoUnwritten(at);
}

async function settle(record: BatchRecord, isMissing: boolean): Promise<BatchRecord> {
  if (!record.pendingSince) return record;
  const refused = (await drawAll(record)) ?? (await overBeside(record, isMissing)) ?? (await barredSince(record));
  if (refused) {
    await undo(record.code);
    throw refused;
  }
  const mine = { code: record.code, pendingSince: { $exists: true } };
  await BatchModel.updateOne(mine, { $unset: { pendingSince: 1 } });
  const now = await BatchModel.findOne({ code: record.code }).lean<BatchRecord>();
  if (now) return now;
  // The sweep took us for dead: what was drawn since then goes back.
  await giveBack(record.code);
  throw unavailable('batch-busy');
}

async function drawAll({ code, inputs, producedOn }: BatchRecord): Promise<DomainError | null> {
  for (const [index, { batchCode, quantity }] of inputs.entries()) {
    if (batchCode === undefined) continue;
    const { thousandths } = amountOf(quantity);
    const drawn = await draw(batchCode, { by: code, key: 'registration', thousandths });
    if (drawn === 'short') return shortNow(batchCode, `/inputs/${index}`);
    if (drawn === 'barred') return barredNow(batchCode, producedOn, `/inputs/${index}`);
  }
  return null;
}

// A recall that was spoken while we drew reaches this batch whatever we do; but nobody shall start from it now.
async function barredSince(record: BatchRecord): Promise<DomainError | null> {
  const ban = (await bansOn([record])).get(record.code);
  return ban ? inputBarred(ban, '/inputs') : null;
}

// Counted with those that are registered at this moment: of two that are too much together none is let through unseen.
async function overBeside({ besideOf }: BatchRecord, isMissing: boolean): Promise<DomainError | null> {
  if (besideOf === undefined) return null;
  try {
    await refuseBesideOver(besideOf, isMissing);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  // Before it is seen: what a crash leaves of it is undone, and asked about no more.
  await reflag(besideOf);
  return null;
}

async function undo(code: string): Promise<void> {
  await giveBack(code);
  const gone = await BatchModel.findOneAndDelete({ code, pendingSince: { $exists: true } }).lean<BatchRecord>();
  if (gone?.besideOf) await reflag(gone.besideOf);
}

// The code is random unless a phone gave it: when it or a request's id is taken, the index says so.
async function keep(wanted: Registrable, product: Product, at: Date): Promise<BatchRecord> {
  for (let tries = 0; ; tries += 1) {
    const record = newRecord(wanted, product, await codeFor(wanted.reserved), at);
    try {
      const asked = await balanceAskedOf(record);
      await BatchModel.create(asked ? { ...record, balanceAsked: asked } : record);
      return record;
    } catch (error) {
      const taken = takenField(error);
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

/** The refusal of a lot that another batch of the product has. */
export const lotTaken = (lot: string): DomainError =>
  new DomainError('conflict', 'lot-taken', { lot }, [{ pointer: '/lot', code: 'lot-taken', facts: { lot } }]);

const uniqueFields = ['requestId', 'lot', 'code'] as const;

const takenField = (error: unknown): (typeof uniqueFields)[number] | null =>
  uniqueFields.find((field) => takenKey(error)?.has(field)) ?? null;
