import type { Actor } from '../actor.ts';
import { takenKey } from '../database/duplicate-key.ts';
import { conflict, invalid, mistakesMade } from '../errors.ts';
import { dayOf } from '../format.ts';
import { type Invoice, type InvoiceEntry, InvoiceModel, type InvoiceRecord } from './invoice.ts';
import type { Order } from './order.ts';
import { getActedFor } from './order-access.ts';

export { type Invoice, type InvoiceEntry, readInvoiceNumber, readInvoiceSeries } from './invoice.ts';

export interface SaidInvoice {
  at: Date;
  /** which line of which sheet brought it; null: typed */
  sheet: string | null;
}

/**
 * Says which invoice was written for an order. The same said again is said once; another one corrects it, and what was said before stays.
 * @throws missing('order-not-found'), forbidden('not-yours'), invalid('mistakes') for a day before the order or to come,
 *   conflict('order-without-invoice') for an order that came to nothing, conflict('invoice-of-another-order' | 'invoice-changed')
 */
export async function setInvoice(
  actor: Actor,
  number: string,
  invoice: Invoice,
  { at, sheet }: SaidInvoice,
): Promise<void> {
  const order = await getActedFor(actor, number);
  requireFits(order, invoice, at);
  const known = await InvoiceModel.findById(order.number).lean<InvoiceRecord>();
  const last = known?.history.at(-1);
  if (last?.invoice && isSameInvoice(last.invoice, invoice)) return;
  await say(order, known, { invoice, at, by: actor.name, sheet });
}

/**
 * Takes an invoice off an order again: it was written for another one. That it stood there stays in its history.
 * @param sheet only what this line of a sheet said, if it said anything; null: whatever was said
 * @throws as setInvoice; conflict('invoice-changed') when something was said since
 */
export async function takeOffInvoice(actor: Actor, number: string, sheet: string | null, at: Date): Promise<void> {
  const order = await getActedFor(actor, number);
  const known = await InvoiceModel.findById(order.number).lean<InvoiceRecord>();
  const last = known?.history.at(-1);
  if (!last?.invoice) return;
  if (sheet !== null && last.sheet !== sheet) {
    if (known?.history.some((one) => one.sheet === sheet)) throw conflict('invoice-changed');
    return;
  }
  await say(order, known, { invoice: null, at, by: actor.name, sheet: null });
}

/** What was said of an order's invoice, the last at the end. Whoever asks has asked who looks at the order. */
export async function invoiceHistoryOf(number: string): Promise<InvoiceEntry[]> {
  const known = await InvoiceModel.findById(number).lean<InvoiceRecord>();
  return (known?.history ?? []).map(({ invoice, at, by, sheet }) => ({
    invoice: invoice && plain(invoice),
    at,
    by,
    sheet,
  }));
}

/** The invoice of an order, or null. Whoever asks has asked who looks at the order. */
export const invoiceOf = async (number: string): Promise<Invoice | null> =>
  (await invoiceHistoryOf(number)).at(-1)?.invoice ?? null;

/** The invoices of a seller's orders, by the orders' numbers. */
export async function invoicesOf(sellerId: string): Promise<Map<string, Invoice>> {
  const records = await InvoiceModel.find({ sellerId, number: { $exists: true } }).lean<(InvoiceRecord & Invoice)[]>();
  return new Map(records.map((record) => [record._id, plain(record)]));
}

/** Whether an invoice may be written for an order: it was placed, and did not come to nothing. */
export const mayHaveInvoice = ({ state, placedAt }: Order): boolean =>
  placedAt !== null && state !== 'cancelled' && state !== 'expired';

/** What keeps an invoice from being this order's. */
function requireFits(order: Order, { day }: Invoice, at: Date): void {
  const { placedAt } = order;
  if (placedAt === null || !mayHaveInvoice(order)) throw conflict('order-without-invoice');
  const mistakes = mistakesMade([
    [day > dayOf(at), '/day', 'in-the-future'],
    [day < dayOf(placedAt), '/day', 'before-the-order'],
  ]);
  if (mistakes.length > 0) throw invalid('mistakes', {}, mistakes);
}

// Written over what was read: of two who say something at once, one looks again.
async function say({ number, sellerId }: Order, known: InvoiceRecord | null, entry: InvoiceEntry): Promise<void> {
  const { invoice } = entry;
  try {
    if (!known) {
      await InvoiceModel.create({ _id: number, sellerId, ...invoice, history: [entry] });
      return;
    }
    const times = known.history.length;
    const asRead = {
      _id: number,
      [`history.${times - 1}`]: { $exists: true },
      [`history.${times}`]: { $exists: false },
    };
    const now = invoice ? { $set: { ...invoice } } : { $unset: { series: 1, number: 1, day: 1 } };
    const { matchedCount } = await InvoiceModel.updateOne(asRead, { ...now, $push: { history: entry } });
    if (matchedCount === 0) throw conflict('invoice-changed');
  } catch (error) {
    const taken = takenKey(error);
    if (taken?.has('number')) throw conflict('invoice-of-another-order');
    throw taken ? conflict('invoice-changed') : error;
  }
}

const plain = ({ series, number, day }: Invoice): Invoice => ({ series, number, day });

/** Whether two name the same invoice, of the same day. */
export const isSameInvoice = (one: Invoice, other: Invoice): boolean =>
  one.series === other.series && one.number === other.number && one.day === other.day;
