import { setTimeout as pause } from 'node:timers/promises';
import { missing, unavailable } from '../errors.ts';
import { hashImages } from '../media/images.ts';
import { type BalanceAsked, balanceAskedOf } from './balance-asked.ts';
import { sourcesOf } from './bans.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { type EventDraft, type EventRecord, seal } from './event.ts';
import { materialWords } from './materials.ts';

/** What an event changes besides the history; written in the same update. */
export interface Change {
  draft: EventDraft;
  set?: Partial<Pick<BatchRecord, 'state' | 'recall' | 'recalls' | 'gate' | 'outside' | RegisteredField>>;
  /** How many packs come (or, in a correction, go), per pack. */
  packs?: ReadonlyMap<string, number>;
  /** Sold packs that are sold no more, per pack. */
  unsold?: ReadonlyMap<string, number>;
  /** How much bulk comes or goes, in thousandths; `kept`: only if so much is left. */
  bulk?: { thousandths: number; kept?: true };
  /** What was made from something else at this step, or is so no longer. */
  madeFrom?: { add: readonly string[] } | { drop: readonly string[] };
}

type RegisteredField = 'producedOn' | 'expiresOn' | 'lot' | 'quantity' | 'note' | 'registered';

const mostTries = 200;

/**
 * Adds an event on top of the batch's history. `think` is asked anew with the batch as it then is, whenever somebody else
 * was faster: the head hash in the filter keeps two phones from forking the chain. It may answer an event that is there
 * already, and nothing is written.
 * @throws missing('batch-not-found'), unavailable('batch-busy'), and whatever `think` throws
 */
export async function appendEvent(
  code: string,
  think: (batch: BatchRecord) => Promise<Change | EventRecord> | Change | EventRecord,
): Promise<EventRecord> {
  const hashes = new Map<string, string[]>();
  for (let tries = 0; tries < mostTries; tries += 1) {
    const batch = await BatchModel.findOne({ code }).lean();
    if (!batch) throw missing('batch-not-found');
    const change = await think(batch);
    if (!('draft' in change)) return change;
    const event = seal(code, await withPhotos(change.draft, hashes), batch.head);
    if (await write(batch, change, event)) return event;
    // Waiting a random while lets one of many finish, instead of all failing together again.
    await pause(Math.random() * Math.min(50, 2 + tries * 2));
  }
  throw unavailable('batch-busy');
}

// The photos are part of what is sealed: another picture under the same id would say something else. A photo never changes, so
// that it is read once however often the event is tried.
async function withPhotos(draft: EventDraft, hashes: Map<string, string[]>): Promise<EventDraft> {
  if (draft.photoIds.length === 0) return draft;
  const key = draft.photoIds.join();
  const photoHashes = hashes.get(key) ?? (await hashImages(draft.photoIds));
  hashes.set(key, photoHashes);
  return { ...draft, photoHashes };
}

async function write(batch: BatchRecord, change: Change, event: EventRecord): Promise<boolean> {
  const moved = [...(change.packs ?? [])].filter(([, count]) => count !== 0);
  await addRows(batch, moved);
  const bulk = bulkChange(batch, change);
  const unsold = [...(change.unsold ?? [])];
  const filter = { code: batch.code, head: batch.head, ...enough(moved), ...bulk.filter };
  const increments = { ...added(moved), ...unsoldIn(unsold), ...bulk.added };
  const beside = await besideHistory(batch, change, event);
  const update = {
    $push: { events: event },
    $set: {
      ...change.set,
      head: event.hash,
      unlogged: true,
      ...beside,
    },
    ...(beside.balanceAsked === undefined && batch.balanceAsked ? { $unset: { balanceAsked: 1 } } : {}),
    ...(Object.keys(increments).length > 0 ? { $inc: increments } : {}),
  };
  const arrayFilters = [
    ...moved.map(([packId], index) => ({ [`p${index}.packId`]: packId })),
    ...unsold.map(([packId], index) => ({ [`u${index}.packId`]: packId })),
  ];
  const written = await BatchModel.updateOne(filter, update, arrayFilters.length > 0 ? { arrayFilters } : {});
  return written.modifiedCount === 1;
}

/** What is kept beside the history and follows from it. */
async function besideHistory(batch: BatchRecord, change: Change, event: EventRecord): Promise<Partial<BatchRecord>> {
  const linked = change.madeFrom;
  const asked = await balanceAfter(batch, change, event);
  return {
    ...materialsAfter(batch, event),
    ...(asked === null ? {} : { balanceAsked: asked }),
    ...(linked && 'drop' in linked ? { madeFrom: without(batch, linked.drop) } : {}),
    ...(linked && 'add' in linked ? { madeFrom: [...new Set([...sourcesOf(batch), ...linked.add])] } : {}),
  };
}

function balanceAfter(batch: BatchRecord, { set, bulk }: Change, event: EventRecord): Promise<BalanceAsked | null> {
  const left = batch.left === undefined ? {} : { left: batch.left + (bulk?.thousandths ?? 0) };
  return balanceAskedOf({ ...batch, ...set, ...left, events: [...batch.events, event] });
}

// Only where a step names something, or named it before it was corrected.
function materialsAfter(batch: BatchRecord, event: EventRecord): { materials?: string[] } {
  if (event.measurements.length === 0 && batch.materials === undefined) return {};
  const materials = materialWords({ kind: batch.kind, events: [...batch.events, event] });
  return batch.materials === undefined && materials.length === 0 ? {} : { materials };
}

const without = (batch: BatchRecord, gone: readonly string[]): string[] =>
  sourcesOf(batch).filter((id) => !gone.includes(id));

// Where nobody has reckoned yet what is left, it will be reckoned from the history, in which this event then stands.
function bulkChange({ left }: BatchRecord, { bulk }: Change): { filter: object; added: Record<string, number> } {
  if (bulk === undefined || bulk.thousandths === 0) return { filter: {}, added: {} };
  if (left === undefined) return { filter: { left: { $exists: false } }, added: {} };
  const filter = bulk.kept ? { left: { $gte: -bulk.thousandths } } : { left: { $exists: true } };
  return { filter, added: { left: bulk.thousandths } };
}

// A pack that was added to the product after the batch was registered has no row yet; an empty row changes nothing.
async function addRows(batch: BatchRecord, moved: readonly (readonly [string, number])[]): Promise<void> {
  const rows = new Set(batch.stock.map(({ packId }) => packId));
  for (const [packId] of moved.filter(([id]) => !rows.has(id))) {
    await BatchModel.updateOne(
      { code: batch.code, 'stock.packId': { $ne: packId } },
      { $push: { stock: { packId, onHand: 0, free: 0, sold: 0 } } },
    );
  }
}

// What goes must be there and promised to nobody.
function enough(moved: readonly (readonly [string, number])[]): object {
  const going = moved.filter(([, count]) => count < 0);
  if (going.length === 0) return {};
  return { $and: going.map(([packId, count]) => ({ stock: { $elemMatch: { packId, free: { $gte: -count } } } })) };
}

function added(moved: readonly (readonly [string, number])[]): Record<string, number> {
  const counts = moved.flatMap(([, count], index) => [
    [`stock.$[p${index}].onHand`, count],
    [`stock.$[p${index}].free`, count],
  ]);
  return Object.fromEntries(counts) as Record<string, number>;
}

const unsoldIn = (unsold: readonly (readonly [string, number])[]): Record<string, number> =>
  Object.fromEntries(unsold.map(([, count], index) => [`stock.$[u${index}].sold`, -count]));
