import { Router } from 'express';
import { z } from 'zod';
import { moneyOrNothing, moneyVnd } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { absentSeller, sellersActedFor } from '../identity/sellers.ts';
import { getShippingRates, setShippingRates } from '../orders/orders.ts';

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
    submit: async ({ actor, body, at }, { seller }) => {
      const { freeFrom, ...feesVnd } = body;
      await setShippingRates(actor, seller.id, { feesVnd, freeFromVnd: freeFrom ?? null }, at);
      return `/phi-gui-hang?nguoi-ban=${seller.id}&da-luu=1`;
    },
  });

async function load({ actor, query }: PageContext<typeof sellers>) {
  const sellers = await sellersActedFor(actor);
  const wanted = query['nguoi-ban'] ?? actor.sellerId;
  const seller = sellers.find(({ id }) => id === wanted);
  if (!seller) throw await absentSeller(wanted ?? '');
  const { feesVnd, freeFromVnd } = await getShippingRates(seller.id);
  return {
    seller: { id: seller.id, name: seller.name, commune: seller.address.commune, province: seller.address.province },
    others: sellers.filter(({ id }) => id !== seller.id).map(({ id, name }) => ({ id, name })),
    saved: query['da-luu'] === '1',
    defaults: { ...feesVnd, freeFrom: freeFromVnd },
  };
}
