import type { Router } from 'express';
import { holdsWords } from '../fold.ts';
import { dayOf, formatAddress } from '../format.ts';
import { type ListContext, type ListPart, listPage } from '../http/list-page.ts';
import { choiceUrl, type Listing } from '../http/listing.ts';
import { sentence } from '../http/messages.ts';
import { checksIdentityOf } from './identity-checks.ts';
import { listSellers, type Seller, villagesOf } from './sellers.ts';

const listing: Listing = { path: '/nguoi-ban', file: 'nguoi-ban', search: true, refs: ['ban'] };

/** `/nguoi-ban`: every household and cooperative that this person looks after, those nobody has identified yet first. */
export const standingsPages = (): Router =>
  listPage<Seller>({
    listing,
    who: ['cooperative', 'officer'],
    view: 'identity/standings',
    aPage: 50,
    find,
    nameOf: ({ id }) => id,
    shown: async (context, sellers) => ({
      rows: sellers.map((seller) => ({ ...rowOf(seller), url: `/nguoi-ban/${seller.id}` })),
      villages: await villagesIn(context),
    }),
    columns: ['name', 'kind', 'village', 'address', 'cooperative', 'known', 'suspended'].map(
      (column) => `standing.column.${column}`,
    ),
    lines,
    render: ({ language }) => ({ title: sentence(language, 'standing.title') }),
  });

export const rowOf = (seller: Seller) => ({
  name: seller.name,
  village: seller.village,
  identifiedOn: seller.identifiedOn,
  suspendedFrom: seller.suspendedFrom && dayOf(seller.suspendedFrom),
});

const lookedAfter = async ({ actor }: ListContext): Promise<Seller[]> =>
  (await listSellers()).filter((seller) => checksIdentityOf(actor, seller));

async function find(context: ListContext, { limit, after }: ListPart): Promise<Seller[]> {
  const { words, chosen } = context.asked;
  const found = (await lookedAfter(context)).filter(
    ({ name, village }) => holdsWords(`${name} ${village}`, words) && (!chosen.ban || village === chosen.ban),
  );
  found.sort((a, b) => Number(b.identifiedOn === null) - Number(a.identifiedOn === null));
  const seen = found.findIndex(({ id }) => id === after) + 1;
  return found.slice(seen, seen + limit);
}

async function villagesIn(context: ListContext) {
  const names = villagesOf(await lookedAfter(context));
  if (names.length < 2) return [];
  const whole = { name: sentence(context.language, 'standing.every-village'), value: '' };
  return [whole, ...names.map((name) => ({ name, value: name }))].map(({ name, value }) => ({
    name,
    url: choiceUrl(listing, context.asked, { ban: value }),
    chosen: (context.asked.chosen.ban ?? '') === value,
  }));
}

async function lines({ language }: ListContext, sellers: Seller[]) {
  const names = new Map((await listSellers()).map(({ id, name }) => [id, name]));
  return sellers.map((seller) => [
    seller.name,
    sentence(language, `standing.seller-kind.${seller.kind}`),
    seller.village,
    formatAddress(seller.address),
    names.get(seller.cooperativeId ?? '') ?? '',
    seller.identifiedOn === null ? '' : { day: seller.identifiedOn },
    seller.suspendedFrom === null ? '' : { day: dayOf(seller.suspendedFrom) },
  ]);
}
