import type { Actor } from '../actor.ts';
import { sellersActedFor } from '../identity/sellers.ts';
import { type Invoice, readInvoiceNumber, readInvoiceSeries, setInvoice, takeOffInvoice } from '../orders/invoices.ts';
import { findOrder } from '../orders/orders.ts';
import { readDay } from '../reading/days.ts';
import { readText } from '../reading/text.ts';
import type { ImportRecord, Made } from './import.ts';
import { type Line, linesOf, type Plan, type SheetMistake } from './lines.ts';

/**
 * What a sheet of invoices says of orders: the rows that we gave to the program that writes them, brought back with series, number and day.
 * An order of several lines has one invoice; lines that do not say any yet are left out.
 */
export async function planInvoices(actor: Actor, sheet: ImportRecord, at: Date): Promise<Plan> {
  const mistakes: SheetMistake[] = [];
  const sellerIds = new Set((await sellersActedFor(actor)).map(({ id }) => id));
  const first = new Map<string, { line: number; invoice: Invoice }>();
  const planned: Plan['planned'] = [];
  for (const line of linesOf(sheet, mistakes).filter(saysOne)) {
    const said = await readLine(line, { sellerIds, at });
    if (said === null || !line.isRight()) continue;
    const { number, invoice } = said;
    const earlier = first.get(number);
    if (earlier && !isSame(earlier.invoice, invoice)) line.fail('invoice', 'invoice-differs', { line: earlier.line });
    if (earlier) continue;
    first.set(number, { line: line.line, invoice });
    const source = { at, sheet: `${sheet._id} ${line.line}` };
    planned.push({
      line: line.line,
      make: async () => `${number} ${await setInvoice(actor, number, invoice, source)}`,
    });
  }
  return { planned, mistakes };
}

/** @throws conflict('invoice-changed') where something was said of it since */
export async function unmakeInvoice(actor: Actor, { id }: Made, at: Date): Promise<void> {
  const [number = '', times = '0'] = id.split(' ');
  // What another had said before is not this sheet's.
  if (times !== '0') await takeOffInvoice(actor, number, Number(times), at);
}

const saysOne = (line: Line): boolean => ['series', 'invoice', 'invoicedOn'].some((key) => line.cell(key) !== '');

async function readLine(line: Line, { sellerIds, at }: { sellerIds: ReadonlySet<string>; at: Date }) {
  const typed = line.read('order', readText);
  const series = line.read('series', readInvoiceSeries);
  const invoiceNumber = line.read('invoice', readInvoiceNumber);
  const day = line.read('invoicedOn', (text) => readDay(text, at));
  // Our own id of a line is the order's number with the line's behind it.
  const order = typed === undefined ? null : await findOrder(typed.toUpperCase().replace(/-\d{1,3}$/, ''));
  if (typed !== undefined && !(order && sellerIds.has(order.sellerId))) line.fail('order', 'order-unknown');
  if (!order || series === undefined || invoiceNumber === undefined || day === undefined) return null;
  return { number: order.number, invoice: { series, number: invoiceNumber, day } };
}

const isSame = (one: Invoice, other: Invoice): boolean =>
  one.series === other.series && one.number === other.number && one.day === other.day;
