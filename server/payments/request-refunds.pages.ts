import { Router } from 'express';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { EndRefund } from './payments.schemas.ts';
import { endRefund, getRefundAsked } from './request-refunds.ts';

/** What a shop asked to be given back: the seller sends it by hand, or says why not. */
export const requestRefundPages = (): Router =>
  formPage({
    path: '/tien-ve/hoan/:id',
    who: sellers,
    pinAgain,
    schema: EndRefund,
    photos: { photo: 1 },
    view: 'payments/refund',
    shown: async ({ actor, params }: PageContext<typeof sellers>) => {
      const { refund, intent, label } = await getRefundAsked(actor, params.id ?? '');
      return {
        refund: { ...refund, waits: refund.state === 'pending' },
        request: { url: `/thanh-toan/${intent.id}`, reference: intent.reference, label, amountVnd: intent.amountVnd },
      };
    },
    submit: async ({ actor, params: { id = '' }, body, files, at }) => {
      const photo = files.photo?.[0]?.bytes ?? null;
      await endRefund(actor, id, { isGiven: body.given === 'yes', note: body.note, photo }, at);
      return `/tien-ve/hoan/${id}`;
    },
  });
