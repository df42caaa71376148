import type { Actor } from '../actor.ts';
import { findSellers, sellersActedFor } from '../identity/sellers.ts';
import type { Waiting, WaitingDoor } from '../waiting.ts';
import { listBankConnections } from './bank-connections.ts';
import { countOwed } from './owed.ts';
import { listPendingAccounts } from './receiving-accounts.ts';
import { countTransfersToReview } from './transfers.ts';

/** A connection that has told nothing for so long after it was made was most likely not set up to the end. */
const silentHours = 24;

/** Money that a person has to look at, accounts about to change, and bank connections from which nothing has come. */
export const paymentsWaiting: WaitingDoor = async (actor, at) => {
  const sells = (await sellersActedFor(actor)).length > 0;
  const changes = await accountsWaiting(actor, at);
  if (!sells) return [changes];
  const [owed, transfers, connections] = await Promise.all([
    countOwed(actor),
    countTransfersToReview(actor),
    listBankConnections(actor),
  ]);
  const silent = connections.filter(
    ({ lastMessageAt, createdAt }) =>
      lastMessageAt === null && at.getTime() - createdAt.getTime() > silentHours * 3_600_000,
  );
  return [
    { key: 'money-owed', count: owed, url: '/tien-ve?loai=owed' },
    { key: 'transfers', count: transfers, url: '/tien-ve' },
    changes,
    { key: 'bank-silent', count: silent.length, url: '/noi-ngan-hang' },
  ];
};

/** What somebody else asked for: to be approved by who may, to be stopped by whose account it is. */
async function accountsWaiting(actor: Actor, at: Date): Promise<Waiting> {
  const pending = (await listPendingAccounts(actor, at)).filter(
    ({ pending }) => pending?.approvedAt === null && pending.askedBy !== actor.accountId,
  );
  const [first] = await findSellers(pending.map(({ sellerId }) => sellerId));
  const url = first && pending.length === 1 ? `/tai-khoan-nhan-tien?ho=${first.slug}` : '/tai-khoan-nhan-tien';
  return { key: 'account-changes', count: pending.length, url };
}
