import { Router } from 'express';
import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { missing } from '../errors.ts';
import { instant, nothing } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { everybody } from '../http/guard.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { findSellerBySlug, findSellers, mayActFor, type Seller, sellersActedFor } from '../identity/sellers.ts';
import { receivingBanks } from './bank-directory.ts';
import { AskForAccount } from './payments.schemas.ts';
import {
  approveAccount,
  askForAccount,
  getAccountBook,
  listPendingAccounts,
  withdrawAccount,
} from './receiving-accounts.ts';

const path = '/tai-khoan-nhan-tien';
const Approve = z.strictObject({ askedAt: instant });

const shown = { who: everybody, view: 'payments/receiving-account', load };

/** Where a seller is paid to, and the careful way of changing it. `?ho=` names the seller when it is not one's own. */
export const accountPages = (): Router => Router().use(asking(), approving(), withdrawing());

const asking = (): Router =>
  formPage({
    ...shown,
    path,
    pinAgain,
    schema: AskForAccount,
    submit: async ({ actor, body, at }, { seller }) => {
      await askForAccount(actor, idOf(seller), body, at);
      return pathOf(seller);
    },
  });

const approving = (): Router =>
  formPage({
    ...shown,
    path: `${path}/dong-y`,
    get: false,
    pinAgain,
    schema: Approve,
    submit: async ({ actor, body, at }, { seller }) => {
      await approveAccount(actor, idOf(seller), body.askedAt, at);
      return pathOf(seller);
    },
  });

const withdrawing = (): Router =>
  formPage({
    ...shown,
    path: `${path}/dung-lai`,
    get: false,
    schema: nothing,
    submit: async ({ actor, at }, { seller }) => {
      await withdrawAccount(actor, idOf(seller), at);
      return pathOf(seller);
    },
  });

async function load({ actor, query, at }: PageContext<typeof everybody>) {
  const seller = await sellerOf(actor, query.ho);
  return {
    seller,
    acting: seller !== null && (await mayActFor(actor, seller.id)),
    ...(await bookOf(actor, seller, at)),
    banks: receivingBanks().map(({ bin, shortName, name }) => ({ value: bin, title: `${shortName} – ${name}` })),
    others: await othersOf(actor),
    waiting: await waitingOf(actor, at),
    action: seller ? `?ho=${seller.slug}` : '',
    defaults: {},
  };
}

async function bookOf(actor: Actor, seller: Seller | null, at: Date) {
  if (!seller) return { current: null, pending: null, history: [], mayApprove: false };
  const { current, pending, history } = await getAccountBook(actor, seller.id, at);
  const mayApprove = actor.role !== 'household' && pending?.askedBy !== actor.accountId;
  return { current, pending, history: history.toReversed(), mayApprove };
}

/** For a cooperative: its households, each with its own account. */
async function othersOf(actor: Actor): Promise<{ name: string; url: string }[]> {
  if (actor.role !== 'cooperative') return [];
  return (await sellersActedFor(actor)).map(({ name, slug }) => ({ name, url: `${path}?ho=${slug}` }));
}

/** Changes that wait for somebody's yes or for their day: both sides are told on this page. */
async function waitingOf(actor: Actor, at: Date): Promise<{ name: string; url: string }[]> {
  const ids = (await listPendingAccounts(actor, at)).map(({ sellerId }) => sellerId);
  return (await findSellers(ids)).map(({ name, slug }) => ({ name, url: `${path}?ho=${slug}` }));
}

async function sellerOf(actor: Actor, slug: string | undefined): Promise<Seller | null> {
  if (slug !== undefined) {
    const named = await findSellerBySlug(slug);
    if (!named) throw missing('seller-not-found');
    return named;
  }
  return (await sellersActedFor(actor)).find(({ id }) => id === actor.sellerId) ?? null;
}

function idOf(seller: Seller | null): string {
  if (!seller) throw missing('seller-not-found');
  return seller.id;
}

const pathOf = (seller: Seller | null): string => (seller ? `${path}?ho=${seller.slug}` : path);
