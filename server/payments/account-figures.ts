import { type AccountEntry, waitHours } from './receiving-account.ts';
import { AccountModel, type AccountRecord } from './receiving-account-record.ts';

/** Since when each seller can be paid by QR, and when its account last became another; null: never. */
export async function accountFigures(
  at: Date,
  sellerIds?: readonly string[],
): Promise<{ sellerId: string; since: Date; changedAt: Date | null }[]> {
  const whose = sellerIds ? { _id: { $in: [...sellerIds] } } : {};
  const records = await AccountModel.find(whose, { history: 1 }).lean<AccountRecord[]>();
  return records.map(({ _id, history }) => ({
    sellerId: _id,
    since: history[0]?.at ?? new Date(0),
    changedAt: lastChange(history, at),
  }));
}

const ends: readonly AccountEntry['did'][] = ['withdrawn', 'asked'];

// A change counts so many hours after it was approved, unless somebody stopped it in the meantime or asked for another one instead.
function lastChange(history: readonly AccountEntry[], at: Date): Date | null {
  let last: Date | null = null;
  for (const [place, entry] of history.entries()) {
    if (entry.did !== 'approved') continue;
    const counts = new Date(entry.at.getTime() + waitHours * 3_600_000);
    const stopped = history.slice(place + 1).some(({ did, at: then }) => ends.includes(did) && then < counts);
    if (!stopped && counts <= at) last = counts;
  }
  return last;
}
