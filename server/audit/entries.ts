import { randomBytes } from 'node:crypto';
import type { Actor, Role } from '../actor.ts';
import { listProducts } from '../catalog/products.ts';
import { type Branch, newestOf, oneByOne } from '../database/newest.ts';
import { peopleNamed } from '../identity/accounts.ts';
import { sellersNamed, sellersSeenBy, whereSeen } from '../identity/sellers.ts';
import { EntryModel, type EntryRecord } from './entry.ts';
import { isOfOnes } from './things.ts';

/** A change as people read of it. */
export interface Entry extends Omit<EntryRecord, '_id'> {
  id: string;
}

/** What became of a change that was begun. */
export type Done = Pick<EntryRecord, 'route' | 'things' | 'said' | 'changes'>;

export interface EntriesWanted {
  limit: number;
  /** the id of the last one already seen */
  after: string | null;
  /** a code or number, or words of the name of a person, of goods or of a seller */
  words: string;
  accountId?: string | undefined;
  role?: Role | undefined;
  /** a code, number or id that it is about */
  thing?: string | undefined;
  since: Date | null;
  until: Date | null;
}

/** What this process has begun so far: entries of one instant keep their order. */
let begun = 0;

/** Writes down who is about to change what, before it is done, so that no change is without an entry even when the machine dies. */
export async function beginEntry({ accountId, name, role, sellerId }: Actor, path: string, at: Date): Promise<string> {
  const _id = `${at.toISOString()}-${String((begun += 1)).padStart(10, '0')}-${randomBytes(4).toString('hex')}`;
  await EntryModel.create({ _id, at, accountId, name, role, sellerId, path });
  return _id;
}

export async function finishEntry(id: string, done: Done, at: Date): Promise<void> {
  await EntryModel.updateOne({ _id: id }, { $set: { ...done, doneAt: at } });
}

/** Nothing was changed: it was refused, or had been done before. */
export async function dropEntry(id: string): Promise<void> {
  await EntryModel.deleteOne({ _id: id });
}

/**
 * Changes made by whom the actor sees (an officer: everybody; else those who sell for the sellers it acts for), the last first. Of one
 * thing that is its own it sees whoever changed it, officers too.
 */
export async function listEntries(actor: Actor, wanted: EntriesWanted): Promise<Entry[]> {
  const { limit, after, words, accountId, role, thing, since, until } = wanted;
  const where = {
    ...(thing !== undefined && (await isOfOnes(actor, thing)) ? {} : await whereSeen(actor)),
    ...(accountId !== undefined && { accountId }),
    ...(role !== undefined && { role }),
    ...idsBetween(after, since, until),
  };
  const about = thing === undefined ? {} : { things: thing };
  const branches = (words === '' ? [{}] : await branchesFor(words, await sellersSeenBy(actor))).map((branch) => ({
    ...where,
    $and: [about, branch],
  }));
  return (await newestOf(EntryModel, branches, { limit })).map(readEntry);
}

/** What was typed may be what a change is about, or the name of it, or the name of who made it. */
async function branchesFor(words: string, seen: readonly string[] | 'all'): Promise<Branch<EntryRecord>[]> {
  const [people, named, products] = await Promise.all([
    peopleNamed(words),
    sellersNamed(words),
    listProducts({ ...(seen !== 'all' && { sellerIds: seen }), search: words, limit: mostNamed }),
  ]);
  const sellers = named.filter((id) => seen === 'all' || seen.includes(id));
  const things = new Set([words, words.toUpperCase(), ...sellers, ...products.map(({ id }) => id)]);
  return [
    ...oneByOne([...things]).map((thing) => ({ things: thing })),
    ...oneByOne(people).map((accountId) => ({ accountId })),
  ];
}

const mostNamed = 100;

/** Days are asked of the ids: one index serves each list and its days. */
function idsBetween(after: string | null, since: Date | null, until: Date | null) {
  const before = [after, until && until.toISOString()].filter((one) => one !== null).sort()[0];
  if (before === undefined && since === null) return {};
  return { _id: { ...(before !== undefined && { $lt: before }), ...(since && { $gte: since.toISOString() }) } };
}

const readEntry = ({ _id, said, things, ...rest }: EntryRecord): Entry => ({
  ...rest,
  id: _id,
  said: said ?? {},
  things: things ?? [],
});
