import type { BankConnection } from './bank-connection.ts';
import { IntentModel, type IntentRecord } from './intent-record.ts';
import { isSameAccount } from './transfer.ts';

/** A transfer takes seconds: so long after its code was shown, a message that did not come is missing. */
const patienceMinutes = 15;
/** Some buyers never pay. So many one after the other of whom no bank tells anything are no chance any more. */
const unpaidInARow = 3;
const lookBackHours = 24;

type Waiting = Pick<IntentRecord, 'sellerId' | 'state' | 'account' | 'createdAt'>;

/**
 * Which of these connections have told nothing at all while orders wait for money to their accounts: one whose buyer says that it
 * is paid, or three of whom nothing is known, each for a quarter of an hour and all since the last message. Those of another
 * bank's accounts count for nothing.
 */
export async function deafAmong(connections: readonly BankConnection[], at: Date): Promise<BankConnection[]> {
  const sellerIds = connections.map(({ sellerId }) => sellerId).filter((id) => id !== null);
  if (sellerIds.length === 0) return [];
  const waiting = await IntentModel.find(
    {
      sellerId: { $in: sellerIds },
      orderNumber: { $gt: '' },
      state: { $in: ['requires_action', 'processing', 'canceled'] },
      createdAt: { $gte: before(at, lookBackHours * 60), $lte: before(at, patienceMinutes) },
    },
    { sellerId: 1, state: 1, account: 1, createdAt: 1 },
  )
    .limit(1000)
    .lean<Waiting[]>();
  return connections.filter((connection) => isDeaf(connection, waiting));
}

function isDeaf(
  { sellerId, accounts, lastMessageAt, createdAt }: BankConnection,
  waiting: readonly Waiting[],
): boolean {
  const since = lastMessageAt ?? createdAt;
  const own = waiting.filter(
    (one) =>
      one.sellerId === sellerId &&
      one.createdAt > since &&
      accounts.some((account) => isSameAccount(account, one.account.number)),
  );
  return own.some(({ state }) => state === 'processing') || own.length >= unpaidInARow;
}

const before = (at: Date, minutes: number): Date => new Date(at.getTime() - minutes * 60_000);
