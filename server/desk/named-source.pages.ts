import type { Router } from 'express';
import { z } from 'zod';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { nameAsSource, namedSources } from '../identity/seller-naming.ts';
import { sellerAsked } from './seller-asked.ts';

const Naming = z.strictObject({ agree: z.literal('yes').optional() });

/** `/ten-trong-hang`: whether buyers of what others made from a seller's goods are told whose they were. */
export const namedSourcePages = (): Router =>
  formPage({
    path: '/ten-trong-hang',
    who: sellers,
    schema: Naming,
    view: 'desk/named-source',
    load,
    shown,
    submit: async ({ actor, body, at }, { seller }) => {
      await nameAsSource(actor, seller.id, body.agree === 'yes', at);
      return `/ten-trong-hang?nguoi-ban=${seller.id}&da-luu=1`;
    },
  });

async function load({ actor, query }: PageContext<typeof sellers>) {
  const { seller, ...place } = await sellerAsked(actor, query);
  return { seller: { id: seller.id, name: seller.name, isOwn: seller.id === actor.sellerId }, ...place };
}

async function shown(_context: PageContext, { seller }: { seller: { id: string } }) {
  const isNamed = (await namedSources([seller.id])).has(seller.id);
  return { isNamed, defaults: { agree: isNamed ? 'yes' : '' } };
}
