import { plainWords } from '../language.ts';
import type { Ban } from './ban.ts';
import type { Batch } from './batch.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { judged } from './chain.ts';
import { OutsideLotModel } from './outside-lot.ts';
import { RecallModel } from './recall.ts';

/** So much of a record as tells what it was made from. */
export type Descended = Pick<BatchRecord, 'code' | 'madeFrom' | 'producedOn' | 'besideOf'>;

/** The parts of a record that `bansOn` asks for. */
export const descent = { code: 1, madeFrom: 1, producedOn: 1, besideOf: 1 } as const;

/** Codes and ids of what went into a batch. */
export const sourcesOf = ({ madeFrom }: Pick<Descended, 'madeFrom'>): string[] => madeFrom ?? [];

/** By-products with what went into the batch that they came out beside; the others as they are. */
export async function withShared<R extends Descended>(records: readonly R[]): Promise<R[]> {
  const mains = [...new Set(records.flatMap(({ besideOf }) => besideOf ?? []))];
  if (mains.length === 0) return [...records];
  const found = await BatchModel.find({ code: { $in: mains } }, descent).lean<Descended[]>();
  const shared = new Map(found.map((main) => [main.code, sourcesOf(main)]));
  return records.map((one) => (one.besideOf ? { ...one, madeFrom: shared.get(one.besideOf) ?? [] } : one));
}

/** Lots from outside have a hyphen in their id, codes have none. */
export const isOutsideId = (id: string): boolean => id.includes('-');

/** So much of a record as tells what it was made from, and whether it bars what is made from it. */
export type Ancestor = Descended & Pick<BatchRecord, 'lot' | 'state' | 'gate' | 'recall' | 'expiresOn'>;

/**
 * What bars each of these batches, by code; absent for those that nothing bars. A ban is not written into what descends from
 * a batch: it is read off the batches it was made from whenever somebody asks. So a recall is one write, and it holds for
 * all of them, in every process, from that write on, however many there are and whenever they were made.
 */
export const bansOn = async (wanted: readonly Descended[]): Promise<Map<string, Ban>> =>
  readBans(await withShared(wanted), []);

/** The same for batches of which some were made from others: what the asker has just read is not read again. */
export async function bansAmong(family: readonly Ancestor[]): Promise<Map<string, Ban>> {
  const records = await withShared(family);
  return readBans(records, records);
}

async function readBans(records: readonly Descended[], read: readonly Ancestor[]): Promise<Map<string, Ban>> {
  const first = [...new Set(records.flatMap(sourcesOf))];
  if (first.length === 0) return new Map();
  const ancestors = await ancestorsFrom(first, read);
  const outside = await outsideBans([...records, ...ancestors.values()].flatMap(sourcesOf).filter(isOutsideId));
  return new Map(
    records.flatMap((record) => {
      const ban = gravest(record, ancestors, outside);
      return ban ? [[record.code, ban] as const] : [];
    }),
  );
}

/** Records as other files know them, with what bars them. */
export async function readAll(records: readonly BatchRecord[]): Promise<Batch[]> {
  const bans = await bansOn(records);
  return records.map((record) => judged(record, bans.get(record.code) ?? null));
}

/** One record as other files know it, with what bars it. */
export const readOne = async (record: BatchRecord): Promise<Batch> =>
  judged(record, (await bansOn([record])).get(record.code) ?? null);

/** What bars a batch from being used for something made on this day: itself, or what it was made from. */
export const barOf = async (record: BatchRecord, usedOn: string): Promise<Ban | null> =>
  (await barsOf([record], usedOn)).get(record.code) ?? null;

/** The same for many, by code; absent for those that nothing bars. */
export async function barsOf(records: readonly BatchRecord[], usedOn: string): Promise<Map<string, Ban>> {
  const bans = await bansOn(records);
  return new Map(
    records.flatMap((record) => {
      const ban = ownBan(record, usedOn) ?? bans.get(record.code);
      return ban ? [[record.code, ban] as const] : [];
    }),
  );
}

/** Whether a recall that is being spoken at this moment names one of these batches or something they were made from. */
export async function isBeingRecalled(asked: readonly Descended[]): Promise<boolean> {
  const spreading = await RecallModel.find({ state: 'spreading' }, { sources: 1 }).lean();
  if (spreading.length === 0) return false;
  const records = await withShared(asked);
  const named = new Set(spreading.flatMap(({ sources }) => sources));
  const ancestors = await ancestorsFrom([...new Set(records.flatMap(sourcesOf))]);
  const family = [...records, ...ancestors.values()].flatMap((one) => [one.code, ...sourcesOf(one)]);
  return family.some((id) => named.has(id));
}

/** All batches that went in, directly or through others, by code. */
async function ancestorsFrom(first: readonly string[], read: readonly Ancestor[] = []): Promise<Map<string, Ancestor>> {
  const known = new Map(read.map((record) => [record.code, record]));
  const found = new Map<string, Ancestor>();
  let next = first.filter((id) => !isOutsideId(id));
  while (next.length > 0) {
    const unread = next.filter((code) => !known.has(code));
    const records = [...next.flatMap((code) => known.get(code) ?? []), ...(await readAncestors(unread))];
    for (const record of records) found.set(record.code, record);
    next = [...new Set(records.flatMap(sourcesOf))].filter((id) => !isOutsideId(id) && !found.has(id));
  }
  return found;
}

async function readAncestors(codes: readonly string[]): Promise<Ancestor[]> {
  if (codes.length === 0) return [];
  const wanted = { ...descent, lot: 1, state: 1, gate: 1, recall: 1, expiresOn: 1 };
  return withShared(await BatchModel.find({ code: { $in: [...codes] } }, wanted).lean<Ancestor[]>());
}

async function outsideBans(ids: readonly string[]): Promise<Map<string, Ban>> {
  if (ids.length === 0) return new Map();
  const lots = await OutsideLotModel.find({ _id: { $in: [...new Set(ids)] }, 'recalls.id': { $gt: '' } }).lean();
  return new Map(
    lots.flatMap(({ _id, lot, name, recalls: [recall] }) =>
      recall ? [[_id, { why: 'recalled', from: _id, lot: lot ?? name, recall: plainRecall(recall) }] as const] : [],
    ),
  );
}

const weights: Readonly<Record<Ban['why'], number>> = { recalled: 3, failed: 2, waiting: 1, expired: 0 };

// Of equally grave ones the nearest; batches made from each other in a circle by mistake are met once.
function gravest(record: Descended, ancestors: ReadonlyMap<string, Ancestor>, outside: ReadonlyMap<string, Ban>) {
  const met = new Set<string>();
  let found: Ban | null = null;
  let next: Descended[] = [record];
  while (next.length > 0) {
    const links = next.flatMap((user) => sourcesOf(user).map((id) => ({ id, usedOn: user.producedOn })));
    for (const { id, usedOn } of links) {
      const source = ancestors.get(id);
      const ban = outside.get(id) ?? (source ? ownBan(source, usedOn) : null);
      if (ban && (found === null || weights[ban.why] > weights[found.why])) found = ban;
    }
    const further = [...new Set(links.map(({ id }) => id))].filter((id) => !met.has(id));
    for (const id of further) met.add(id);
    next = further.flatMap((id) => ancestors.get(id) ?? []);
  }
  return found;
}

function ownBan({ code, lot, state, gate, recall, expiresOn }: Ancestor, usedOn: string): Ban | null {
  const told = { from: code, lot, recall: null };
  if (state === 'recalled') return { ...told, why: 'recalled', recall: recall && plainRecall(recall) };
  if (gate === 'failed' || gate === 'waiting') return { ...told, why: gate };
  return expiresOn !== null && expiresOn < usedOn ? { ...told, why: 'expired' } : null;
}

const plainRecall = ({ reason, advice, at }: NonNullable<BatchRecord['recall']>) => ({
  reason: plainWords(reason),
  advice: plainWords(advice),
  at,
});
