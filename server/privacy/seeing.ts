import type { Actor } from '../actor.ts';
import { consentsOfSeller } from '../catalog/consents.ts';
import { complaintsOfPerson } from '../complaints/of-person.ts';
import { type Forgotten, type Mention, mentionsOf } from '../database/forget.ts';
import { forbidden } from '../errors.ts';
import { listAccounts, requireFresh } from '../identity/accounts.ts';
import { phonesAs, phonesOfSeller, wordsOfSeller } from '../identity/forgetting.ts';
import { identityOf } from '../identity/identity-checks.ts';
import { getSeller, mayActFor } from '../identity/sellers.ts';
import { buyersWords, ordersOfBuyer } from '../orders/forgetting.ts';
import { findOrders } from '../orders/orders.ts';
import { getAccountBook } from '../payments/receiving-accounts.ts';
import { ownPosition, plotsOfSeller } from '../plots/plots.ts';
import { doubtsOfPerson } from '../provenance/of-person.ts';
import { requireFreshOfficer } from './fresh-officer.ts';

/** Rooms whose records are told whole, and files: a mention there says nothing more. */
const toldWhole =
  /^(orders|complaints|doubts|sellers|accounts|plots|receiving.*|photos\..*|label_files|ledger.*|system\..*)$/;

/** What somebody left as a buyer, under one phone or several. */
export type HeldOfBuyer = Awaited<ReturnType<typeof bought>>;

/** What is held of a seller and its people. */
export type HeldOfSeller = Awaited<ReturnType<typeof sellerHeld>>;

/** All that the market holds about somebody who asked for it (law 91/2025, Decree 356/2025 art. 5, by way of `law.md` section 3). */
export interface Held {
  seller: HeldOfSeller | null;
  buyer: HeldOfBuyer;
  /** where others wrote of the person; empty for who looks by themselves, since it may name those others */
  mentions: Mention[];
}

/**
 * What is held about a buyer, for an officer who has made sure who asks.
 * @param phone E.164 @throws forbidden('not-for-your-role' | 'pin-needed')
 */
export async function heldOfBuyer(actor: Actor, phone: string, at: Date): Promise<Held> {
  requireFreshOfficer(actor, at);
  const buyer = await bought([phone]);
  const words = await buyersWords(phone);
  const ids = [...buyer.orders.map(({ number }) => number), ...phonesAs(phone)];
  const known = { everywhere: phonesAs(phone), within: words, ids };
  return { seller: null, buyer, mentions: await mentioned(known) };
}

/** The same of a seller and its people. @throws also missing('seller-not-found') */
export async function heldOfSeller(actor: Actor, sellerId: string, at: Date): Promise<Held> {
  requireFreshOfficer(actor, at);
  const mentions = await mentioned(await wordsOfSeller(sellerId));
  return {
    seller: await sellerHeld(actor, sellerId, at),
    buyer: await bought(await phonesOfSeller(sellerId)),
    mentions,
  };
}

/** The same for whoever acts for the seller themselves, with the places that nobody else sees. @throws forbidden('pin-needed') */
export async function heldOfOneself(actor: Actor, at: Date): Promise<Held> {
  requireFresh(actor, at);
  if (actor.sellerId === null) throw forbidden('not-for-your-role');
  const phones = await phonesOfSeller(actor.sellerId);
  return { seller: await sellerHeld(actor, actor.sellerId, at), buyer: await bought(phones), mentions: [] };
}

const mentioned = (known: Forgotten): Promise<Mention[]> => mentionsOf(known, toldWhole);

async function bought(phones: readonly string[]) {
  const numbers = (await Promise.all(phones.map(ordersOfBuyer))).flat();
  const complaints = await Promise.all(phones.map((phone) => complaintsOfPerson(phone, numbers)));
  return {
    phones,
    orders: [...(await findOrders(numbers)).values()],
    complaints: [...new Map(complaints.flat().map((one) => [one.code, one])).values()],
    doubts: await doubtsOfPerson(phones.flatMap(phonesAs)),
  };
}

async function sellerHeld(actor: Actor, sellerId: string, at: Date) {
  const isOwn = await mayActFor(actor, sellerId);
  const plots = await plotsOfSeller(sellerId);
  return {
    seller: await getSeller(sellerId),
    accounts: await listAccounts([sellerId], at),
    identity: await identityOf(actor, sellerId),
    book: await getAccountBook(actor, sellerId, at),
    consents: await consentsOfSeller(sellerId),
    plots: await Promise.all(
      plots.map(async (plot) => ({ ...plot, position: isOwn ? await ownPosition(actor, plot.id) : null })),
    ),
  };
}
