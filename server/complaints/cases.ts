import type { Actor } from '../actor.ts';
import { daysAfter, momentOn } from '../days.ts';
import { foldText } from '../fold.ts';
import { whereSeen } from '../identity/sellers.ts';
import { ComplaintModel, type ComplaintRecord, type ComplaintState, openStates } from './complaint.ts';

/** What somebody sees at the desk, the most pressing first. */
export interface CaseList {
  list: 'open' | 'done';
  /** Words of the text, a name, a code, without diacritics. */
  search?: string | undefined;
  skip?: number;
  limit: number;
}

/** Complaints about the actor's goods and its members'; all of them for the officer, who alone sees those about the market. */
export async function listComplaints(
  actor: Actor,
  { list, search, skip = 0, limit }: CaseList,
): Promise<ComplaintRecord[]> {
  const states: ComplaintState[] = list === 'open' ? [...openStates] : ['settled', 'closed'];
  const inState = { state: { $in: states } };
  const filter = { ...(await whereSeen(actor)), ...inState };
  const sorted = ComplaintModel.find(filter).sort(
    list === 'open' ? { settleBy: 1, _id: 1 } : { settledAt: -1, _id: 1 },
  );
  if (search === undefined) return await sorted.skip(skip).limit(limit).lean();
  const wanted = foldText(search);
  const found = (await sorted.limit(mostSearched).lean()).filter((one) => wordsIn(one).includes(wanted));
  return found.slice(skip, skip + limit);
}

// A commune has hundreds a year; more than this is not looked through for a word.
const mostSearched = 5000;

const wordsIn = ({ code, text, contact, orderNumber, batchCode }: ComplaintRecord): string =>
  foldText([code, text, contact?.name, contact?.phone, contact?.email, orderNumber, batchCode].join(' '));

/** How many wait for the actor, and how many of these are due today (`YYYY-MM-DD`) or late. */
export async function countComplaints(actor: Actor, today: string): Promise<{ open: number; due: number }> {
  const filter = { ...(await whereSeen(actor)), state: { $in: [...openStates] } };
  const byTomorrow = { $lt: momentOn(daysAfter(today, 1)) };
  const [open, due] = await Promise.all([
    ComplaintModel.countDocuments(filter),
    ComplaintModel.countDocuments({
      ...filter,
      $or: [{ state: { $in: ['received', 'escalated'] }, respondBy: byTomorrow }, { settleBy: byTomorrow }],
    }),
  ]);
  return { open, due };
}
