import { Router } from 'express';
import { z } from 'zod';
import { moneyOrNothing, moneyVnd } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { getShippingRates, setShippingRates } from '../orders/orders.ts';
import { sellerAsked } from './seller-asked.ts';

const Rates = z.strictObject({
  commune: moneyOrNothing,
  province: moneyOrNothing,
  country: moneyOrNothing,
  freeFrom: moneyVnd.optional(),
});

/** What sending a parcel costs, for one of the sellers the person acts for. */
export const shippingPages = (): Router =>
  formPage({
    path: '/phi-gui-hang',
    who: sellers,
    schema: Rates,
    view: 'desk/shipping',
    load,
    shown,
    submit: async ({ actor, body, at }, { seller }) => {
      const { freeFrom, ...feesVnd } = body;
      await setShippingRates(actor, seller.id, { feesVnd, freeFromVnd: freeFrom ?? null }, at);
      return `/phi-gui-hang?nguoi-ban=${seller.id}&da-luu=1`;
    },
  });

async function load({ actor, query }: PageContext<typeof sellers>) {
  const { seller, ...place } = await sellerAsked(actor, query);
  const { commune, province } = seller.address;
  return { seller: { id: seller.id, name: seller.name, commune, province }, ...place };
}

async function shown(_context: PageContext, { seller }: { seller: { id: string } }) {
  const { feesVnd, freeFromVnd } = await getShippingRates(seller.id);
  return { defaults: { ...feesVnd, freeFrom: freeFromVnd } };
}
