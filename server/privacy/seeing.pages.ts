import { Router } from 'express';
import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { forbidden, invalid } from '../errors.ts';
import { formatMoment } from '../format.ts';
import { objectId, readBy } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { render } from '../http/views.ts';
import { requireFresh } from '../identity/accounts.ts';
import { readOwnPhone } from '../identity/phone.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { getSeller, listSellers } from '../identity/sellers.ts';
import { reportPdf } from '../press/report.ts';
import { requireFreshOfficer } from './fresh-officer.ts';
import { heldIn } from './held.pages.ts';
import { type Held, heldOfBuyer, heldOfOneself, heldOfSeller } from './seeing.ts';

const officersPath = '/xem-du-lieu';
const ownPath = '/du-lieu-ve-toi';

/** On the page, or as one file to be handed over. */
const as = z.enum(['page', 'paper']).default('page');

const SeeingForm = z.strictObject({
  who: z.enum(['seller', 'buyer'], 'required'),
  seller: objectId.optional(),
  phone: readBy(readOwnPhone, 40).optional(),
  sure: z.literal('yes').optional(),
  as,
});

/** What is held about somebody: for an officer whom they asked, and for a seller's people themselves. */
export const seeingPages = (): Router => Router().use(forWhoAsked(), forOneself());

/** `/xem-du-lieu`: the officer sees what is held about somebody who asked for it, and hands it over. */
const forWhoAsked = (): Router =>
  formPage({
    path: officersPath,
    who: ['officer'],
    schema: SeeingForm,
    pinAgain,
    view: 'privacy/see',
    shown: async ({ language }) => ({
      whom: (['seller', 'buyer'] as const).map((value) => ({
        value,
        title: sentence(language, `seeing.who.${value}`),
        hint: sentence(language, `seeing.who-hint.${value}`),
      })),
      sellers: (await listSellers())
        .filter(({ isErased }) => !isErased)
        .map(({ id, name, village }) => ({ value: id, title: `${name}, ${village}` })),
      defaults: {},
    }),
    submit: async ({ actor, body, at }) => {
      const { who, seller, phone, sure, as: form } = body;
      const lacks = who === 'seller' ? seller === undefined && '/seller' : phone === undefined && '/phone';
      if (lacks) throw invalid('mistakes', {}, [{ pointer: lacks, code: 'required' }]);
      if (!sure) throw invalid('mistakes', {}, [{ pointer: '/sure', code: 'consent-needed' }]);
      requireFreshOfficer(actor, at);
      if (who === 'seller') await getSeller(seller ?? '');
      return JSON.stringify({ who, seller, phone, as: form });
    },
    answer: (said, context) => {
      const { who, seller, phone, as: form } = Asked.parse(JSON.parse(said));
      const held = (actor: Actor) =>
        who === 'seller' ? heldOfSeller(actor, seller ?? '', context.at) : heldOfBuyer(actor, phone ?? '', context.at);
      return handOver(form, held, context);
    },
    render: (_data, { language }) => ({ title: sentence(language, 'seeing.title') }),
  });

/** What the first half of the form's way tells the second: whom it is about stands in no address. */
const Asked = z.object({
  who: z.enum(['seller', 'buyer']),
  seller: z.string().optional(),
  phone: z.string().optional(),
  as,
});

/** `/du-lieu-ve-toi`: what is held about a seller's people, for themselves. */
const forOneself = (): Router =>
  formPage({
    path: ownPath,
    who: sellers,
    schema: z.strictObject({ as }),
    pinAgain,
    view: 'privacy/see-oneself',
    submit: ({ actor, body, at }) => {
      requireFresh(actor, at);
      return Promise.resolve(body.as);
    },
    answer: (form, context) => handOver(as.parse(form), (actor) => heldOfOneself(actor, context.at), context),
    render: (_data, { language }) => ({ title: sentence(language, 'seeing.own-title') }),
  });

/** Shows it, or gives it as a file; nothing between keeps either. */
async function handOver(
  form: z.output<typeof as>,
  held: (actor: Actor) => Promise<Held>,
  { response, language, at }: Pick<PageContext, 'response' | 'language' | 'at'>,
): Promise<void> {
  // The PIN that came with the form has renewed the session since.
  const { actor } = localsOf(response);
  if (!actor) throw forbidden('not-for-your-role');
  const sections = heldIn(await held(actor), language);
  const title = sentence(language, 'seeing.held-title');
  const made = sentence(language, 'seeing.made', { moment: formatMoment(at), by: actor.name });
  if (form === 'page') {
    response.setHeader('Cache-Control', 'private, no-store');
    return render(response, 'privacy/held', { sections, made }, { title });
  }
  response.setHeader('Content-Disposition', 'attachment; filename="du-lieu.pdf"');
  const bytes = await reportPdf({ title, lines: [made], sections, createdAt: at });
  sendPrivately(response, { type: 'application/pdf', bytes });
}
