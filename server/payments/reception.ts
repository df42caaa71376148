import type { BankMessage, Outcome } from './bank.ts';
import { inGroups, type Results } from './group-commit.ts';
import { findIntentsByReference } from './intents.ts';
import { draftOf, type Kept, keepTogether, type Source } from './keeping.ts';
import { referencesIn } from './memo.ts';
import { sellerOfAccount } from './receiving-accounts.ts';
import { settle } from './settlement.ts';
import { settleTogether } from './settlement-together.ts';
import { judge, plainAccount } from './transfer.ts';
import type { TransferRecord } from './transfer-record.ts';

interface Arrival {
  source: Source;
  message: BankMessage;
  at: Date;
}

/**
 * Banks repeat themselves and arrive late, so a message is kept first and acted on as often as it comes. Messages that
 * come close together are kept and settled together (decision 0018); each has an outcome, or a failure, of its own.
 */
export const receiveTransfer = (source: Source, message: BankMessage, at: Date): Promise<Outcome> =>
  receive({ source, message, at });

const receive = inGroups<Arrival, Outcome>(receiveTogether);

async function receiveTogether(arrivals: readonly Arrival[]): Promise<Results<Outcome>> {
  const drafts = await draftsOf(arrivals);
  const kept = await keepTogether(drafts.filter((draft) => draft !== null));
  const paid = await settleTogether([...kept.values()].flatMap(({ isNew, record }) => (isNew ? [record] : [])));
  const outcomes = new Map([...kept].map(([key, one]) => [key, settleRest(one, paid)]));
  const firsts = new Map(drafts.toReversed().map((draft) => [draft?.key, draft]));
  return await Promise.allSettled(drafts.map((draft) => outcomeOf(draft, outcomes, firsts.get(draft?.key) === draft)));
}

/** The same message twice in one group: the second is told what it would be told a moment later. */
async function outcomeOf(
  draft: TransferRecord | null,
  outcomes: ReadonlyMap<string, Promise<Outcome>>,
  isFirst: boolean,
): Promise<Outcome> {
  if (draft === null) return 'ignored';
  const outcome = await outcomes.get(draft.key);
  return isFirst && outcome ? outcome : 'seen-before';
}

/** Whatever is not plain goes its way alone: it may wait for a person, or hold stock again. */
async function settleRest({ record }: Kept, paid: ReadonlySet<TransferRecord>): Promise<Outcome> {
  if (paid.has(record)) return 'paid';
  if (record.state !== 'kept') return 'seen-before';
  return (await settle(record, record.keptAt)) ? 'paid' : 'kept-for-review';
}

/** What would be kept of each message; null when it is about none of its connection's accounts. */
async function draftsOf(arrivals: readonly Arrival[]): Promise<(TransferRecord | null)[]> {
  const named = arrivals.map(({ message }) => referencesIn(message.content));
  const [sellers, intents] = await Promise.all([
    Promise.all(arrivals.map(({ source, message }) => sellerOf(source, message))),
    findIntentsByReference([...new Set(named.flat())]),
  ]);
  return arrivals.map(({ source, message, at }, index) => {
    const sellerId = sellers[index];
    if (sellerId === undefined) return null;
    const references = named[index] ?? [];
    const meant = intents.filter(({ reference }) => references.includes(reference));
    return draftOf({ source, message, sellerId, at }, judge({ ...message, sellerId }, { references, intents: meant }));
  });
}

// A message settles only its connection's accounts. The demonstration bank has none of its own: it serves every seller's.
async function sellerOf({ sellerId, accounts }: Source, message: BankMessage): Promise<string | null | undefined> {
  const numbers = [message.accountNumber, message.subAccount].filter((number) => number !== null).map(plainAccount);
  if (sellerId === null) return await sellerOfAccount(numbers);
  return accounts.some((account) => numbers.includes(plainAccount(account))) ? sellerId : undefined;
}
