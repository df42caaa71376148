import type { Actor } from '../actor.ts';
import type { Quantity } from '../catalog/products.ts';
import { type DomainError, invalid, type Mistake, telling } from '../errors.ts';
import { dayOf } from '../format.ts';
import { sellersSeenBy } from '../identity/sellers.ts';
import { requireImages } from '../media/images.ts';
import { codeIn } from '../scanned-text.ts';
import { amountOf, converts, inUnit } from './amount.ts';
import type { Ban } from './ban.ts';
import { barOf, isOutsideId } from './bans.ts';
import { BatchModel, type BatchRecord, settled } from './batch-record.ts';
import { leftIn } from './bulk.ts';
import type { Input, WantedInput } from './input.ts';
import { findOutsideLots, keepOutsideLot, numberOf, type OutsideLot } from './outside-lots.ts';

interface User {
  sellerId: string;
  /** YYYY-MM-DD, the day on which the inputs were used. */
  usedOn: string;
  /** The code of a batch that is there already, which cannot be its own input. */
  code?: string | undefined;
  /** Of the request: a lot from outside that is written down twice for it is one. */
  requestId?: string | null | undefined;
}

/**
 * The inputs as they are kept, after every rule but the last: that so much is still left is decided by the draw itself.
 * @throws invalid('batch-mistaken') with pointers (unknown, named twice, itself, in a unit that does not convert, made after
 * its product), conflict('input-barred') with `why`, conflict('input-short') with `left`
 */
export async function readInputs(actor: Actor, wanted: readonly WantedInput[], user: User, at: Date): Promise<Input[]> {
  await requireInputs(actor, wanted, user);
  return keepInputs(wanted, user, at);
}

/** The same rules, and nothing kept. */
export async function requireInputs(actor: Actor, wanted: readonly WantedInput[], user: User): Promise<void> {
  if (wanted.length === 0) return;
  const known = await knownOf(actor, wanted);
  const mistakes = wanted.flatMap((_one, index) => mistakesOf(wanted, index, known, user));
  if (mistakes.length > 0) throw invalid('batch-mistaken', {}, mistakes);
  for (const [index, one] of wanted.entries()) await requireUsable(one, index, known, user);
  await requirePhotos(wanted, user);
}

/** Inputs that keep every rule, with an id for each lot from outside that is new. @throws conflict('input-barred') */
export async function keepInputs(wanted: readonly WantedInput[], user: User, at: Date): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const [index, one] of wanted.entries()) inputs.push(await kept(one, index, user, at));
  return inputs;
}

interface Known {
  batches: Map<string, BatchRecord>;
  outside: Map<string, OutsideLot>;
}

async function knownOf(actor: Actor, wanted: readonly WantedInput[]): Promise<Known> {
  const seen = await sellersSeenBy(actor);
  const maySee = ({ sellerId }: { sellerId: string }): boolean => seen === 'all' || seen.includes(sellerId);
  const codes = wanted.flatMap((one) => ('batchCode' in one ? (codeIn(one.batchCode) ?? []) : []));
  const ids = wanted.flatMap((one) => ('outsideId' in one ? one.outsideId : []));
  const [records, lots] = await Promise.all([
    BatchModel.find({ code: { $in: codes }, ...settled }).lean(),
    findOutsideLots(ids),
  ]);
  return {
    batches: new Map(records.filter(maySee).map((one) => [one.code, one])),
    outside: new Map(lots.filter(maySee).map((one) => [one.id, one])),
  };
}

function mistakesOf(wanted: readonly WantedInput[], index: number, known: Known, user: User): Mistake[] {
  const one = wanted[index];
  if (!one) return [];
  const at = `/inputs/${index}`;
  if (amountOf(one.quantity).thousandths < 1) return [{ pointer: `${at}/quantity/value`, code: 'not-positive' }];
  const name = nameOf(one, known);
  if (wanted.findIndex((other) => nameOf(other, known) === name) < index)
    return [{ pointer: `${at}${placeOf(one)}`, code: 'input-twice' }];
  if ('outside' in one)
    return one.outside.receivedOn > user.usedOn
      ? [{ pointer: `${at}/outside/receivedOn`, code: 'input-after-product' }]
      : [];
  if ('outsideId' in one) return outsideMistakes(known.outside.get(one.outsideId), at, user);
  return batchMistakes(known.batches.get(name), one.quantity, at, user);
}

function outsideMistakes(lot: OutsideLot | undefined, at: string, { usedOn }: User): Mistake[] {
  if (!lot) return [{ pointer: `${at}/outsideId`, code: 'input-batch-unknown' }];
  return lot.receivedOn > usedOn ? [{ pointer: `${at}/outsideId`, code: 'input-after-product' }] : [];
}

function batchMistakes(batch: BatchRecord | undefined, quantity: Quantity, at: string, user: User): Mistake[] {
  if (!batch) return [{ pointer: `${at}/batchCode`, code: 'input-batch-unknown' }];
  if (batch.code === user.code) return [{ pointer: `${at}/batchCode`, code: 'input-itself' }];
  if (!converts(quantity.unit, batch.quantity.unit))
    return [{ pointer: `${at}/quantity/unit`, code: 'input-unit', facts: { unit: batch.quantity.unit } }];
  return batch.producedOn > user.usedOn ? [{ pointer: `${at}/batchCode`, code: 'input-after-product' }] : [];
}

async function requireUsable(one: WantedInput, index: number, known: Known, { usedOn }: User): Promise<void> {
  const pointer = `/inputs/${index}`;
  if ('outsideId' in one) {
    refuseRecalled(known.outside.get(one.outsideId), pointer);
    return;
  }
  const batch = 'batchCode' in one ? known.batches.get(codeIn(one.batchCode) ?? '') : undefined;
  if (!batch) return;
  const ban = await barOf(batch, usedOn);
  if (ban) throw inputBarred(ban, pointer);
  const left = await leftIn(batch);
  if (amountOf(left).thousandths < amountOf(one.quantity).thousandths) throw inputShort(batch, left, pointer);
}

// A picture of the bag or the slip is the seller's own, as those of its steps are.
async function requirePhotos(wanted: readonly WantedInput[], { sellerId }: User): Promise<void> {
  const photoIds = wanted.flatMap((one) => ('outside' in one ? (one.outside.photoId ?? []) : []));
  if (photoIds.length > 0) await requireImages(photoIds, sellerId);
}

async function kept(one: WantedInput, index: number, user: User, at: Date): Promise<Input> {
  const { quantity } = one;
  if ('batchCode' in one) return { batchCode: codeIn(one.batchCode) ?? '', quantity };
  if ('outsideId' in one) return { outsideId: one.outsideId, quantity };
  const key = user.requestId ? `${user.requestId} ${index}` : null;
  const outsideId = await keepOutsideLot(user.sellerId, one.outside, { at, key });
  // It may bear a number that is called back, at this seller or at another.
  const [lot] = await findOutsideLots([outsideId]);
  refuseRecalled(lot, `/inputs/${index}`);
  return { outsideId, quantity };
}

function refuseRecalled(lot: OutsideLot | undefined, pointer: string): void {
  if (lot?.recalled) throw inputBarred({ why: 'recalled', from: lot.id, lot: lot.lot ?? lot.name }, pointer);
}

/** Refused, since more is wanted than there is left; `left` in the batch's own unit. */
export function inputShort(batch: BatchRecord, left: Quantity, pointer: string): DomainError {
  const facts = { code: batch.code, left: left.value, unit: left.unit };
  return telling(
    'input-short',
    facts,
    [{ pointer: `${pointer}/quantity/value`, code: 'more-than-left-of-input', facts }],
    {
      left: left.value,
      unit: left.unit,
    },
  );
}

/** Refused, since the input itself, or something it was made from, may not be used. */
export function inputBarred({ why, from, lot }: Pick<Ban, 'why' | 'from' | 'lot'>, pointer: string): DomainError {
  return telling('input-barred', { lot }, [{ pointer: `${pointer}${placeIn(from)}`, code: `barred-${why}` }], {
    why,
    from,
  });
}

/** What is left of a batch now, for the refusal of a draw that came too late. */
export async function shortNow(code: string, pointer: string): Promise<DomainError> {
  const batch = await BatchModel.findOne({ code }).lean<BatchRecord>().orFail();
  const left = await leftIn(batch);
  return inputShort(batch, { ...left, value: inUnit(amountOf(left).thousandths, left.unit) }, pointer);
}

/** Why a batch may not be used on this day, for the refusal of a draw that came too late. */
export async function barredNow(code: string, usedOn: string, pointer: string): Promise<DomainError> {
  const batch = await BatchModel.findOne({ code }).lean<BatchRecord>().orFail();
  const ban = await barOf(batch, usedOn);
  return inputBarred(ban ?? { why: 'recalled', from: code, lot: batch.lot }, pointer);
}

/** The Vietnamese day on which a step used what went into it. */
export const usedOnDay = (occurredAt: Date): string => dayOf(occurredAt);

// Two lots from outside with the supplier's number are one, and so are two that nothing tells apart.
function nameOf(one: WantedInput, { outside }: Known): string {
  if ('batchCode' in one) return codeIn(one.batchCode) ?? one.batchCode;
  const known = 'outsideId' in one ? outside.get(one.outsideId) : one.outside;
  const number = known ? numberOf(known) : null;
  return number ?? ('outsideId' in one ? one.outsideId : JSON.stringify(one.outside));
}

function placeOf(one: WantedInput): string {
  if ('batchCode' in one) return '/batchCode';
  return 'outsideId' in one ? '/outsideId' : '/outside/name';
}

const placeIn = (from: string): string => (isOutsideId(from) ? '/outsideId' : '/batchCode');
