import { Router } from 'express';
import { z } from 'zod';
import { dayOf } from '../format.ts';
import { day, nothing, readBy } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { requireActFor } from '../identity/sellers.ts';
import {
  invoiceHistoryOf,
  readInvoiceNumber,
  readInvoiceSeries,
  setInvoice,
  takeOffInvoice,
} from '../orders/invoices.ts';
import { getOrder } from '../orders/orders.ts';

const path = '/don/:number/hoa-don';
const view = 'storefront/order-invoice';

const InvoiceForm = z.strictObject({
  series: readBy(readInvoiceSeries, 40),
  number: readBy(readInvoiceNumber, 40),
  day,
});

/** `/don/{number}/hoa-don`: which invoice was written for an order, corrected, or taken off again; what was said before stays. */
export const orderInvoicePages = (): Router => Router().use(saying(), takingOff());

const saying = (): Router =>
  formPage({
    path,
    who: sellers,
    schema: InvoiceForm,
    view,
    shown,
    render: (_data, { language }) => ({ title: sentence(language, 'orders.invoice.title') }),
    submit: async ({ actor, params, body, at }) => {
      await setInvoice(actor, params.number ?? '', body, { at, sheet: null });
      return `/don/${params.number ?? ''}`;
    },
  });

const takingOff = (): Router =>
  formPage({
    path: `${path}/bo`,
    who: sellers,
    get: false,
    schema: nothing,
    view,
    shown,
    submit: async ({ actor, params, at }) => {
      await takeOffInvoice(actor, params.number ?? '', null, at);
      return `/don/${params.number ?? ''}`;
    },
  });

async function shown({ actor, params, at }: PageContext<typeof sellers>) {
  const order = await getOrder(actor, params.number ?? '');
  await requireActFor(actor, order.sellerId, 'order-not-found');
  const history = await invoiceHistoryOf(order.number);
  const now = history.at(-1)?.invoice ?? null;
  return {
    number: order.number,
    totalVnd: order.totalVnd,
    invoice: now,
    history: history.toReversed(),
    defaults: { series: now?.series ?? '', number: now?.number ?? '', day: now?.day ?? dayOf(at) },
  };
}
