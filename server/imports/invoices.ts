import type { Actor } from '../actor.ts';
import { sellersActedFor } from '../identity/sellers.ts';
import {
  type Invoice,
  isSameInvoice,
  readInvoiceNumber,
  readInvoiceSeries,
  setInvoice,
  takeOffInvoice,
} from '../orders/invoices.ts';
import { findOrders, type Order } from '../orders/orders.ts';
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
  const lines = linesOf(sheet, mistakes).filter(saysOne);
  const orders = await findOrders(lines.map((line) => numberIn(line.cell('order'))));
  const first = new Map<string, { line: number; invoice: Invoice }>();
  const planned: Plan['planned'] = [];
  for (const line of lines) {
    const said = readLine(line, { orderOf: (text) => orders.get(numberIn(text)), sellerIds, at });
    if (said === null || !line.isRight()) continue;
    const { number, invoice } = said;
    const earlier = first.get(number);
    if (earlier && !isSameInvoice(earlier.invoice, invoice))
      line.fail('invoice', 'invoice-differs', { line: earlier.line });
    if (earlier) continue;
    first.set(number, { line: line.line, invoice });
    planned.push({
      line: line.line,
      make: async () => {
        await setInvoice(actor, number, invoice, { at, sheet: sourceOf(sheet, line) });
        return number;
      },
    });
  }
  return { planned, mistakes };
}

/** @throws conflict('invoice-changed') where something was said of it since */
export const unmakeInvoice = (
  actor: Actor,
  made: Made,
  { sheet, at }: { sheet: ImportRecord; at: Date },
): Promise<void> => takeOffInvoice(actor, made.id, sourceOf(sheet, made), at);

const sourceOf = ({ _id }: ImportRecord, { line }: { line: number }): string => `${_id} ${line}`;

// Our own id of a line is the order's number with the line's behind it.
const numberIn = (text: string): string =>
  text
    .trim()
    .toUpperCase()
    .replace(/-\d{1,3}$/, '');

const saysOne = (line: Line): boolean => ['series', 'invoice', 'invoicedOn'].some((key) => line.cell(key) !== '');

interface Known {
  orderOf: (text: string) => Order | undefined;
  sellerIds: ReadonlySet<string>;
  at: Date;
}

function readLine(line: Line, { orderOf, sellerIds, at }: Known) {
  const typed = line.read('order', readText);
  const series = line.read('series', readInvoiceSeries);
  const invoiceNumber = line.read('invoice', readInvoiceNumber);
  const day = line.read('invoicedOn', (text) => readDay(text, at));
  const order = typed === undefined ? undefined : orderOf(typed);
  if (typed !== undefined && !(order && sellerIds.has(order.sellerId))) line.fail('order', 'order-unknown');
  if (!order || series === undefined || invoiceNumber === undefined || day === undefined) return null;
  return { number: order.number, invoice: { series, number: invoiceNumber, day } };
}
