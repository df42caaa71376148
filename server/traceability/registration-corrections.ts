import type { Actor } from '../actor.ts';
import { getProduct } from '../catalog/products.ts';
import { takenKey } from '../database/duplicate-key.ts';
import { invalid, telling } from '../errors.ts';
import { amountOf, converts, inUnit } from './amount.ts';
import { appendEvent, type Change } from './append.ts';
import { reflag } from './balance-flags.ts';
import { sourcesOf, withShared } from './bans.ts';
import { requireFacts } from './batch-facts.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { findRecord } from './batch-sight.ts';
import { heldIn, keepLeft, type PackSizes, packSizesOf } from './bulk.ts';
import { descendantsOf } from './descendants.ts';
import type { EventRecord, PackCount } from './event.ts';
import { refuseMoreMade } from './over.ts';
import { difference, requireFree, requirePackable, requirePacks } from './pack-counts.ts';
import { plainFacts, type RegisteredFacts } from './registered-facts.ts';
import { lotTaken } from './registrations.ts';
import { systemEvent } from './system-event.ts';

/** What is left out stays as it is. */
export interface WantedRegistration extends Partial<RegisteredFacts> {
  reason: string;
  /** First packs as they should have been. */
  packs?: PackCount[] | undefined;
  requestId?: string | null | undefined;
}

interface Correcting {
  actor: Actor;
  wanted: WantedRegistration;
  sizes: PackSizes;
  at: Date;
}

/**
 * Writes what a batch should have been registered with; what was said first stays in its history and its first hash.
 * @throws invalid('batch-mistaken' | 'packs-mistaken') with pointers, conflict('lot-taken' | 'packs-already-promised'),
 * conflict('quantity-used') when more of it was used than it is to have, conflict('balance-over') when it is to have more than went in
 */
export async function correctRegistration(
  actor: Actor,
  batch: BatchRecord,
  wanted: WantedRegistration,
  at: Date,
): Promise<EventRecord> {
  const facts = factsAfter(batch, wanted);
  requireFacts(facts, at);
  if (!converts(facts.quantity.unit, batch.quantity.unit))
    throw mistaken('/quantity/unit', 'input-unit', { unit: batch.quantity.unit });
  await requireOrder(batch, facts.producedOn);
  await refuseMoreMade(batch, facts.quantity);
  if (wanted.packs) await requireTheirPacks(batch, wanted.packs);
  await keepLeft(batch.code);
  const sizes = await packSizesOf([...batch.registeredPacks, ...(wanted.packs ?? [])].map(({ packId }) => packId));
  try {
    const event = await appendEvent(batch.code, (now) => changeOf(now, { actor, wanted, sizes, at }));
    if (batch.besideOf) await reflag(batch.besideOf);
    return event;
  } catch (error) {
    if (takenKey(error)?.has('lot')) throw lotTaken(facts.lot);
    throw error;
  }
}

/** The packs that a batch was registered with, as they were last corrected. */
export async function firstPacksOf(code: string): Promise<PackCount[]> {
  const batch = await findRecord(code);
  return batch === null ? [] : firstPacks(batch).map(({ packId, count }) => ({ packId, count }));
}

const firstPacks = ({ events, registeredPacks }: BatchRecord): PackCount[] =>
  events.findLast(({ corrects }) => corrects === 'registration')?.packs ?? registeredPacks;

async function requireTheirPacks(batch: BatchRecord, packs: readonly PackCount[]): Promise<void> {
  const product = await getProduct(batch.productId);
  requirePacks(product, packs);
  requirePackable(batch, product, packs);
}

function changeOf(batch: BatchRecord, { actor, wanted, sizes, at }: Correcting): Change | EventRecord {
  const repeated = wanted.requestId && batch.events.find(({ requestId }) => requestId === wanted.requestId);
  if (repeated) return repeated;
  const facts = factsAfter(batch, wanted);
  const before = firstPacks(batch);
  const packs = wanted.packs ?? before;
  const moved = difference(before, packs);
  requireFree(batch, moved);
  const bulk = bulkOf(batch, facts, heldIn(moved, sizes, batch.quantity.unit));
  const words = { by: actor.name, note: null, reason: wanted.reason };
  const draft = { ...systemEvent('registration-corrected', words, at), facts, packs, corrects: 'registration' };
  const registered = batch.registered ?? plainFacts(batch);
  return {
    draft: { ...draft, requestId: wanted.requestId ?? null },
    packs: moved,
    bulk,
    set: { ...facts, registered },
  };
}

/** @throws conflict('quantity-used') when more is gone than there shall have been */
function bulkOf(batch: BatchRecord, { quantity }: RegisteredFacts, packed: number): NonNullable<Change['bulk']> {
  const { unit } = batch.quantity;
  const thousandths = amountOf(quantity).thousandths - amountOf(batch.quantity).thousandths - packed;
  const left = batch.left ?? 0;
  if (thousandths >= 0) return { thousandths };
  const used = inUnit(amountOf(batch.quantity).thousandths - left, unit);
  const facts = { used, unit };
  const mistakes = [{ pointer: '/quantity/value', code: 'quantity-used', facts }];
  if (left + thousandths < 0) throw telling('quantity-used', facts, mistakes, facts);
  return { thousandths, kept: true };
}

function factsAfter(batch: BatchRecord, wanted: WantedRegistration): RegisteredFacts {
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return plainFacts({ ...plainFacts(batch), ...(Object.fromEntries(given) as Partial<RegisteredFacts>) });
}

// No product is older than what it was made from, on either side.
async function requireOrder(batch: BatchRecord, producedOn: string): Promise<void> {
  if (producedOn === batch.producedOn) return;
  const sources = (await withShared([batch])).flatMap(sourcesOf);
  const younger = await BatchModel.exists({ code: { $in: sources }, producedOn: { $gt: producedOn } });
  const made = await descendantsOf<BatchRecord>([batch.code], { code: 1, producedOn: 1 });
  const older = made.some((one) => one.generation === 1 && one.producedOn < producedOn);
  if (younger || older) throw mistaken('/producedOn', 'input-after-product');
}

const mistaken = (pointer: string, code: string, facts = {}) =>
  invalid('batch-mistaken', {}, [{ pointer, code, facts }]);
