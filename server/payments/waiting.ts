import type { Actor } from '../actor.ts';
import { dayMs } from '../days.ts';
import { findSellers, sellersActedFor } from '../identity/sellers.ts';
import type { Waiting, WaitingDoor } from '../waiting.ts';
import { accountFigures } from './account-figures.ts';
import { listBankConnections } from './bank-connections.ts';
import { deafAmong } from './deaf-connections.ts';
import { countOwed } from './owed.ts';
import { listPendingAccounts } from './receiving-accounts.ts';
import { countRefundsAsked } from './request-refunds.ts';
import { countTransfersToReview } from './transfers.ts';

/** A connection that has told nothing for so long after it was made was most likely not set up to the end. */
const silentHours = 24;

/** Each change of an account that a business is paid to is reported to the tax office again, on 01/BK-STK (Decree 68/2026): told for so long. */
const reportDays = 30;

/** Money that a person has to look at, accounts about to change, and bank connections from which nothing has come. */
export const paymentsWaiting: WaitingDoor = async (actor, at) => {
  const sellerIds = (await sellersActedFor(actor)).map(({ id }) => id);
  const changes = await accountsWaiting(actor, at);
  if (sellerIds.length === 0) return [changes];
  const [accounts, owed, asked, transfers, connections] = await Promise.all([
    accountFigures(at, sellerIds),
    countOwed(actor),
    countRefundsAsked(actor),
    countTransfersToReview(actor),
    listBankConnections(actor),
  ]);
  const silent = connections.filter(
    ({ lastMessageAt, createdAt }) =>
      lastMessageAt === null && at.getTime() - createdAt.getTime() > silentHours * 3_600_000,
  );
  const deaf = await deafAmong(connections, at);
  const isNew = ({ changedAt }: { changedAt: Date | null }): boolean =>
    changedAt !== null && at.getTime() - changedAt.getTime() < reportDays * dayMs;
  return [
    { key: 'bank-deaf', count: deaf.length, url: '/noi-ngan-hang' },
    { key: 'money-owed', count: owed + asked, url: '/tien-ve?loai=owed' },
    { key: 'transfers', count: transfers, url: '/tien-ve' },
    changes,
    { key: 'account-to-report', count: accounts.filter(isNew).length, url: '/tai-khoan-nhan-tien' },
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
