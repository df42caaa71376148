import { findPacks, type Quantity } from '../catalog/products.ts';
import { unavailable } from '../errors.ts';
import { amountOf, converts, inUnit } from './amount.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { currentOf, type EventRecord, type PackCount, systemStages } from './event.ts';

/** How much is in one pack, by the pack's id. */
export type PackSizes = ReadonlyMap<string, Quantity>;

/** The sizes of all packs that a batch has or had. */
export async function packSizesOf(packIds: readonly string[]): Promise<PackSizes> {
  if (packIds.length === 0) return new Map();
  const found = await findPacks(packIds, { withRetired: true });
  return new Map(found.map(({ pack }) => [pack.id, pack.netQuantity]));
}

/** What so many packs hold, in thousandths of the batch's base unit; packs measured in something else hold nothing of it. */
export function heldIn(packs: Iterable<readonly [string, number]>, sizes: PackSizes, unit: string): number {
  let total = 0;
  for (const [packId, count] of packs) {
    const size = sizes.get(packId);
    if (size && converts(size.unit, unit)) total += amountOf(size).thousandths * count;
  }
  return total;
}

/** The packs that were made of a batch, at its registration and with its steps, as they were last corrected. */
export function packsMade(batch: Pick<BatchRecord, 'events' | 'registeredPacks'>): PackCount[] {
  const first = batch.events.findLast(({ corrects }) => corrects === 'registration')?.packs ?? batch.registeredPacks;
  return [...first, ...stepsOf(batch).flatMap((step) => step.packs)];
}

/** Its write-offs, without those that were withdrawn. */
export const writeOffsIn = ({ events }: Pick<BatchRecord, 'events'>): EventRecord[] =>
  events.filter((event) => event.stage === 'written-off' && !currentOf(events, event).withdrawn);

/** People's steps as they were last corrected, without those that never happened. */
export const stepsOf = ({ events }: Pick<BatchRecord, 'events'>): EventRecord[] =>
  events
    .filter(({ stage, corrects }) => corrects === null && !(systemStages as readonly string[]).includes(stage))
    .map((event) => ({ ...currentOf(events, event), id: event.id, stage: event.stage }))
    .filter(({ withdrawn }) => !withdrawn);

/** What is left of the bulk in thousandths: made, less what was packed, written off and used; below 0 when more was packed. */
export function reckonLeft(batch: Omit<BatchRecord, '_id'>, sizes: PackSizes): number {
  const { unit } = batch.quantity;
  const packed = heldIn(
    packsMade(batch).map(({ packId, count }) => [packId, count]),
    sizes,
    unit,
  );
  const used = (batch.draws ?? []).reduce((sum, { thousandths }) => sum + thousandths, 0);
  const writtenOff = writeOffsIn(batch).reduce(
    (sum, one) => sum + (one.amount ? amountOf(one.amount).thousandths : 0),
    0,
  );
  return amountOf(batch.quantity).thousandths - packed - used - writtenOff;
}

/** What is left of a batch in its own unit; never below 0. */
export async function leftIn(batch: BatchRecord): Promise<Quantity> {
  const left = batch.left ?? reckonLeft(batch, await packSizesOf(packsMade(batch).map(({ packId }) => packId)));
  return { value: Math.max(0, inUnit(left, batch.quantity.unit)), unit: batch.quantity.unit };
}

/** The same of a batch by its code. */
export async function leftOf(code: string): Promise<Quantity> {
  const batch = await BatchModel.findOne({ code }).lean<BatchRecord>().orFail();
  return leftIn(batch);
}

const mostTries = 50;

/** Writes beside the history what is left, for a batch from before anybody kept it. @throws unavailable('batch-busy') */
export async function keepLeft(code: string): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const batch = await BatchModel.findOne({ code }).lean();
    if (!batch || batch.left !== undefined) return;
    const left = reckonLeft(batch, await packSizesOf(packsMade(batch).map(({ packId }) => packId)));
    await BatchModel.updateOne({ code, head: batch.head, left: { $exists: false } }, { $set: { left } });
  }
  throw unavailable('batch-busy');
}
