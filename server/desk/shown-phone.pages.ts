import { Router } from 'express';
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { readBy } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { formatPhone, readOwnPhone } from '../identity/phone.ts';
import { phoneAnswersOf, setShownPhone } from '../identity/seller-phone.ts';
import type { Language } from '../language.ts';
import { sellerAsked } from './seller-asked.ts';

/** Without a number nothing is shown; a number is shown only with a yes. */
const ShownPhone = z.strictObject({ phone: readBy(readOwnPhone, 40).optional(), agree: z.literal('yes').optional() });

/** Which phone buyers may call, for one of the sellers the person acts for: asked once, with consent, changed at any time. */
export const shownPhonePages = (): Router =>
  formPage({
    path: '/so-dien-thoai',
    who: sellers,
    schema: ShownPhone,
    view: 'desk/shown-phone',
    load,
    submit: async ({ actor, body, at, language }, { seller }) => {
      if (body.phone && !body.agree) throw invalid('mistakes', {}, [{ pointer: '/agree', code: 'phone-not-agreed' }]);
      const agreed = { words: wordsFor(seller, language), language };
      await setShownPhone(actor, seller.id, body.phone ? { phone: body.phone, agreed } : null, at);
      return `/so-dien-thoai?nguoi-ban=${seller.id}&da-luu=1`;
    },
  });

/** What the tick says. */
const wordsFor = ({ isOwn, name }: { isOwn: boolean; name: string }, language: Language): string =>
  sentence(language, isOwn ? 'desk.phone.agree-own' : 'desk.phone.agree-other', { name });

async function load({ actor, query }: PageContext<typeof sellers>) {
  const { seller, ...place } = await sellerAsked(actor, query);
  const { publicPhone } = seller;
  return {
    seller: { id: seller.id, name: seller.name, isOwn: seller.id === actor.sellerId },
    ...place,
    shown: publicPhone !== null,
    answers: (await phoneAnswersOf(seller.id)).map(({ isShown, ...rest }) => ({ ...rest, given: isShown })),
    // The consent is given anew with each number: its box is never ticked beforehand (Decree 356/2025 art. 6.3, law.md section 3).
    defaults: publicPhone === null ? {} : { phone: formatPhone(publicPhone) },
  };
}
