import { findIntentsNamed } from './intents.ts';
import { knownAmong } from './keeping.ts';
import { namesIn } from './memo.ts';
import { type Arrival, draftsOf } from './reception.ts';
import type { TransferRecord } from './transfer-record.ts';

/** `known`: told before, by a bank's message or another file · `order`: pays · `review`: for a person to look at. */
export interface Fate {
  fate: 'known' | 'order' | 'review' | 'set-aside';
  /** What the line pays; of a shop's request through the API its payment reference. */
  orderNumber: string | null;
}

export const known: Fate = { fate: 'known', orderNumber: null };
const review: Fate = { fate: 'review', orderNumber: null };

/** What would become of each line, judged as it will be when it is taken in; or what became of it. */
export async function fatesOf(arrivals: readonly Arrival[], isTakenIn: boolean): Promise<Fate[]> {
  const drafts = await draftsOf(arrivals);
  const own = drafts.filter((draft) => draft !== null);
  const told = await knownAmong(own);
  const paid = new Set<string>();
  return await Promise.all(
    drafts.map(async (draft) => {
      const record = draft && told.get(draft);
      if (!draft || !record) return known;
      if (isTakenIn) return record.connectionId === draft.connectionId ? await became(record) : known;
      return record === draft ? await becoming(draft, paid) : known;
    }),
  );
}

async function became(record: TransferRecord): Promise<Fate> {
  const { state } = record;
  if (state === 'matched') return { fate: 'order', orderNumber: await nameOf(record) };
  return { fate: state === 'set-aside' ? state : 'review', orderNumber: null };
}

/** The second line that would pay the same comes too late for it. */
async function becoming(draft: TransferRecord, paid: Set<string>): Promise<Fate> {
  const target = draft.orderNumber ?? draft.intentId;
  if (draft.reason !== null || target === null || paid.has(target)) return review;
  paid.add(target);
  return { fate: 'order', orderNumber: await nameOf(draft) };
}

async function nameOf({ orderNumber, intentId, content }: TransferRecord): Promise<string | null> {
  if (orderNumber !== null) return orderNumber;
  const intents = await findIntentsNamed(namesIn(content));
  return intents.find(({ id }) => id === intentId)?.reference ?? null;
}
