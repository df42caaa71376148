import type { Router } from 'express';
import { z } from 'zod';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { nameAsSource, namedSources, namingAnswersOf } from '../identity/seller-naming.ts';
import type { Language } from '../language.ts';
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
    submit: async ({ actor, body, at, language }, { seller }) => {
      const agreed = { words: wordsFor(seller, language), language };
      await nameAsSource(actor, seller.id, body.agree === 'yes' ? agreed : null, at);
      return `/ten-trong-hang?nguoi-ban=${seller.id}&da-luu=1`;
    },
  });

/** What the tick says. */
const wordsFor = ({ isOwn, name }: { isOwn: boolean; name: string }, language: Language): string =>
  sentence(language, isOwn ? 'genealogy.naming.agree-own' : 'genealogy.naming.agree-other', { name });

async function load({ actor, query }: PageContext<typeof sellers>) {
  const { seller, ...place } = await sellerAsked(actor, query);
  return { seller: { id: seller.id, name: seller.name, isOwn: seller.id === actor.sellerId }, ...place };
}

async function shown(_context: PageContext, { seller }: { seller: { id: string } }) {
  const isNamed = (await namedSources([seller.id])).has(seller.id);
  const answers = (await namingAnswersOf(seller.id)).map(({ isNamed: given, ...rest }) => ({ ...rest, given }));
  return { isNamed, answers };
}
