import type { Actor } from '../server/actor.ts';
import { doOnce, isDemonstration, markDemonstration, oneAtATime } from '../server/database/marks.ts';
import { DomainError } from '../server/errors.ts';
import { addDemonstrationAccount } from '../server/identity/accounts.ts';
import {
  addCooperative,
  addHousehold,
  listSellers,
  type Seller,
  type WantedSeller,
} from '../server/identity/sellers.ts';
import { openSandboxConnection } from '../server/payments/bank-connections.ts';
import { findReceivingAccount, setReceivingAccount } from '../server/payments/receiving-accounts.ts';
import { complain } from './complaints.ts';
import { goods } from './goods.ts';
import { stock } from './market.ts';
import { givePapers } from './papers.ts';
import { cooperatives, demonstrationPin, households, officer } from './people.ts';
import { tellStories } from './stories.ts';
import { welcomeVisitors } from './visits.ts';

/** Loads the demonstration into a database that has nothing yet, or finishes one that was cut off; a whole one is not gone through again. */
export async function seedIfEmpty(now: Date): Promise<void> {
  if (!(await isDemonstration()) && (await listSellers()).length > 0) return;
  await doOnce('demonstration', () => seed(now));
}

/** Makes the demonstration, one process at a time: two that start on one empty database would each make what is missing. */
export const seed = (now: Date): Promise<void> => oneAtATime('seed', () => make(now));

/**
 * Makes the demonstration through the same doors as everybody. Safe to repeat: what is there already stays as it is.
 * Marks the database first, so that a half-made demonstration can never be taken for the real thing.
 */
async function make(now: Date): Promise<void> {
  await markDemonstration();
  const sellers = await seedSellers(now);
  await keepAccount({ ...officer, role: 'officer', sellerId: null, cooperativeId: null }, now);
  for (const good of goods) await stock(good, actorFor(sellers, good.seller), now);
  await tellStories((key) => actorFor(sellers, key), now);
  await givePapers((key) => actorFor(sellers, key), now);
  await complain(actorFor(sellers, 'mai'), now);
  await welcomeVisitors(officerActor, (key) => actorFor(sellers, key), now);
  await openSandboxConnection(now);
}

async function seedSellers(now: Date): Promise<Map<string, Seller>> {
  const sellers = new Map<string, Seller>();
  for (const { key, seller, account, bank } of cooperatives) {
    const made = await keepSeller(seller, () => addCooperative(seller, now));
    sellers.set(key, made);
    await keepBank(made.id, bank, now);
    if (account) await keepAccount({ ...account, role: 'cooperative', sellerId: made.id, cooperativeId: made.id }, now);
  }
  for (const { key, seller, account, bank, cooperative } of households) {
    const cooperativeId = sellerOf(sellers, cooperative).id;
    const made = await keepSeller(seller, () => addHousehold({ ...seller, cooperativeId }, now));
    sellers.set(key, made);
    await keepBank(made.id, bank, now);
    if (account) await keepAccount({ ...account, role: 'household', sellerId: made.id, cooperativeId }, now);
  }
  return sellers;
}

async function keepSeller(wanted: WantedSeller, add: () => Promise<Seller>): Promise<Seller> {
  const there = (await listSellers()).find(({ name }) => name === wanted.name);
  return there ?? add();
}

async function keepBank(
  sellerId: string,
  bank: { bin: string; number: string; holder: string },
  now: Date,
): Promise<void> {
  if ((await findReceivingAccount(sellerId, now)) === null) await setReceivingAccount(sellerId, bank, now);
}

async function keepAccount(
  wanted: Omit<Parameters<typeof addDemonstrationAccount>[0], 'pin'>,
  now: Date,
): Promise<void> {
  try {
    await addDemonstrationAccount({ ...wanted, pin: demonstrationPin }, now);
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'phone-taken')) throw error;
  }
}

/** The officer behind the doors. */
const officerActor: Actor = {
  accountId: 'seed',
  name: officer.name,
  role: 'officer',
  sellerId: null,
  cooperativeId: null,
  sessionId: 'seed',
  freshAt: new Date(0),
};

/** The seller as the person behind the doors; the seed has no session. */
function actorFor(sellers: Map<string, Seller>, key: string): Actor {
  const seller = sellerOf(sellers, key);
  return {
    accountId: seller.id,
    name: seller.name,
    role: seller.kind,
    sellerId: seller.id,
    cooperativeId: seller.cooperativeId ?? seller.id,
    sessionId: 'seed',
    freshAt: new Date(),
  };
}

function sellerOf(sellers: Map<string, Seller>, key: string): Seller {
  const seller = sellers.get(key);
  if (!seller) throw new Error(`No seller ${key} in the seed`);
  return seller;
}
