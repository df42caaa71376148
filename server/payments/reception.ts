import type { BankMessage, Outcome } from './bank.ts';
import { inGroups, type Results } from './group-commit.ts';
import { tellHeard } from './heard.ts';
import { judgeAll } from './judgement.ts';
import { draftOf, keepTogether, type Source } from './keeping.ts';
import { sellerOfAccount } from './receiving-accounts.ts';
import { settle } from './settlement.ts';
import { plainAccount } from './transfer.ts';
import type { TransferRecord } from './transfer-record.ts';

/** What a source told of money, and when we heard it. */
export interface Arrival {
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
  const told = await keepTogether(drafts.filter((draft) => draft !== null));
  const open = [...new Set(told.values())].filter(({ state }) => state === 'kept');
  const settled = await settle(open.map((record) => ({ record, at: record.keptAt })));
  tellHeard(open.map(({ sellerId }) => sellerId));
  const answers = new Map(open.map((record, place) => [record, settled[place]]));
  const firsts = new Map([...told].toReversed().map(([draft, record]) => [record, draft]));
  return await Promise.allSettled(
    drafts.map(async (draft) => {
      const record = draft && told.get(draft);
      return record ? outcomeOf(answers.get(record), firsts.get(record) === draft) : 'ignored';
    }),
  );
}

/** The same transfer twice in one group: the second is told what it would be told a moment later. */
function outcomeOf(settled: PromiseSettledResult<boolean> | undefined, isFirst: boolean): Outcome {
  if (settled?.status === 'rejected') throw settled.reason;
  if (!isFirst || !settled) return 'seen-before';
  return settled.value ? 'paid' : 'kept-for-review';
}

/** What would be kept of each message; null when it is about none of its connection's accounts. */
export async function draftsOf(arrivals: readonly Arrival[]): Promise<(TransferRecord | null)[]> {
  const sellers = await Promise.all(arrivals.map(({ source, message }) => sellerOf(source, message)));
  const verdicts = await judgeAll(
    arrivals.map(({ message }, place) => ({ ...message, sellerId: sellers[place] ?? null })),
  );
  return arrivals.map((arrival, place) => {
    const [sellerId, verdict] = [sellers[place], verdicts[place]];
    return sellerId === undefined || !verdict ? null : draftOf({ ...arrival, sellerId }, verdict);
  });
}

// A message settles only its connection's accounts. The demonstration bank has none of its own: it serves every seller's.
async function sellerOf({ sellerId, accounts }: Source, message: BankMessage): Promise<string | null | undefined> {
  const numbers = [message.accountNumber, message.subAccount].filter((number) => number !== null).map(plainAccount);
  if (sellerId === null) return await sellerOfAccount(numbers);
  return accounts.some((account) => numbers.includes(plainAccount(account))) ? sellerId : undefined;
}
