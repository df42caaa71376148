import { type QueryFilter, Types } from 'mongoose';
import { changeEach } from '../database/change-each.ts';
import { insertNew } from '../database/insert-new.ts';
import { dayMs } from '../days.ts';
import type { BankMessage } from './bank.ts';
import type { Verdict } from './transfer.ts';
import { identityOf, isTwin } from './transfer-identity.ts';
import { TransferModel, type TransferRecord } from './transfer-record.ts';

/** Where a message came in: what is needed to know whose money it is. */
export interface Source {
  id: string;
  provider: string;
  sellerId: string | null;
  accounts: readonly string[];
}

interface Told {
  source: Source;
  message: BankMessage;
  sellerId: string | null;
  at: Date;
}

/** By draft, the transfer it tells of. */
type Kept = ReadonlyMap<TransferRecord, TransferRecord>;

/** A message as it will be kept: with what was judged of it, but not acted on. */
export function draftOf({ source, message, sellerId, at }: Told, verdict: Verdict): TransferRecord {
  const { amountVnd, accountNumber, subAccount, content } = message;
  return {
    _id: new Types.ObjectId(),
    key: `${source.id}:${message.providerId}`,
    identity: identityOf({ sellerId, accountNumber, amountVnd }, message.reference, message.time),
    tellings: [],
    provider: source.provider,
    connectionId: source.id,
    sellerId,
    reference: message.reference ?? message.providerId,
    amountVnd,
    accountNumber,
    subAccount,
    content,
    receivedAt: message.receivedAt ?? at,
    keptAt: at,
    state: 'kept',
    ...verdict,
    undone: false,
    partOf: null,
    shared: false,
    sharing: null,
    merged: false,
    undoing: null,
    chosenBy: null,
    history: [{ at, did: 'kept', by: 'bank', note: null }],
  };
}

/**
 * Keeps each transfer once for ever, whichever channels tell of it and however often: whoever was faster, in this group or before,
 * theirs is the transfer.
 * @returns by draft, in their order, the transfer it tells of: itself when it is new
 * @throws what the database says of one that can be neither written nor found
 */
export async function keepTogether(drafts: readonly TransferRecord[]): Promise<Kept> {
  const known = await knownAmong(drafts);
  const fresh = drafts.filter((draft) => known.get(draft) === draft);
  const taken = (await insertNew(TransferModel, fresh)).flatMap((place) => fresh[place] ?? []);
  // Another process kept them since they were looked for.
  const faster = taken.length === 0 ? known : await knownAmong(taken);
  if (taken.some((draft) => faster.get(draft) === draft))
    throw new Error('A transfer can be neither written nor found');
  const kept = new Map([...known].map(([draft, record]) => [draft, faster.get(record) ?? record]));
  await noteTellings(kept);
  return kept;
}

/** The transfer that each of these tells of: one that is kept, an earlier one of them, or itself. */
export async function knownAmong(drafts: readonly TransferRecord[]): Promise<Kept> {
  const pool = await keptLike(drafts);
  const known = new Map<TransferRecord, TransferRecord>();
  for (const draft of drafts) {
    const same = pool.find((one) => isSame(one, draft)) ?? pool.find((one) => isFree(one, draft) && isTwin(one, draft));
    if (same) learn(same, draft);
    else pool.push(draft);
    known.set(draft, same ?? draft);
  }
  return known;
}

/** One telling counts for one transfer, and a reference that comes later is its name from then on. */
function learn(record: TransferRecord, { key, identity }: TransferRecord): void {
  if (!tells(record, key)) record.tellings.push(key);
  record.identity ??= identity;
}

const tells = (record: TransferRecord, key: string): boolean => record.key === key || record.tellings.includes(key);

const isSame = (record: TransferRecord, draft: TransferRecord): boolean =>
  tells(record, draft.key) || (draft.identity !== null && record.identity === draft.identity);

/** Whether this channel has not told of it yet: what it tells under another number is another transfer. */
const isFree = ({ key, tellings }: TransferRecord, { connectionId }: TransferRecord): boolean =>
  ![key, ...tellings].some((one) => one.startsWith(`${connectionId}:`));

/** What is kept that one of these may tell of once more. */
async function keptLike(drafts: readonly TransferRecord[]): Promise<TransferRecord[]> {
  if (drafts.length === 0) return [];
  const unnamed = drafts.filter(({ identity }) => identity === null);
  const found = await Promise.all([
    findKept({ key: { $in: drafts.map(({ key }) => key) } }),
    findKept({ identity: { $gt: '', $in: drafts.flatMap(({ identity }) => identity ?? []) } }),
    findKept({ ...likeness(drafts), identity: null }),
    unnamed.length > 0 ? findKept(likeness(unnamed)) : [],
  ]);
  return [...new Map(found.flat().map((record) => [record.key, record])).values()];
}

/** Two days on both sides hold every two days that lie next to each other. */
const likeness = (drafts: readonly TransferRecord[]): QueryFilter<TransferRecord> => {
  const times = drafts.map(({ receivedAt }) => receivedAt.getTime());
  return {
    sellerId: { $in: [...new Set(drafts.map(({ sellerId }) => sellerId))] },
    amountVnd: { $in: [...new Set(drafts.map(({ amountVnd }) => amountVnd))] },
    receivedAt: { $gte: new Date(Math.min(...times) - twoDays), $lte: new Date(Math.max(...times) + twoDays) },
  };
};

const twoDays = 2 * dayMs;

// Kept before transfers had names: the name is told from what was kept.
const findKept = async (which: QueryFilter<TransferRecord>): Promise<TransferRecord[]> =>
  (await TransferModel.find(which).lean<TransferRecord[]>()).filter(isTold).map((record) => ({
    ...record,
    identity: record.identity === undefined ? identityOf(record, record.reference) : record.identity,
    tellings: record.tellings ?? [],
  }));

// A part was told by nobody; its whole was.
const isTold = ({ partOf }: TransferRecord): boolean => !partOf;

/** Writes down that another channel has told of a transfer, or the same one under another number. */
async function noteTellings(kept: Kept): Promise<void> {
  const others = [...kept].flatMap(([{ key }, record]) =>
    record.key === key ? [] : [{ filter: { _id: record._id }, update: told(record, key) }],
  );
  await changeEach<TransferRecord>(TransferModel, others);
}

const told = ({ identity }: TransferRecord, key: string) => ({
  $addToSet: { tellings: key },
  ...(identity !== null && { $set: { identity } }),
});
