import { dayOf } from '../format.ts';
import { type Invoice, invoicesOf } from '../orders/invoices.ts';
import { type OrderFigures, ordersDelivered } from '../orders/order-figures.ts';
import type { Cell, Rows } from '../tables.ts';
import { instantsOf, type Period } from './period.ts';
import { taxChoices } from './tax-choices.ts';
import { type TaxGroupId, taxGroup } from './tax-group.ts';

/** One row a line of goods, under the names that the invoice programs of MISA, VNPT and Viettel share (`law.md` 2.4). */
const headings = [
  'Mã của mình',
  'Ngày giao hàng',
  'Loại tiền',
  'Hình thức thanh toán',
  'Người mua',
  'Dòng số',
  'Mã hàng',
  'Tên hàng',
  'Đơn vị tính',
  'Số lượng',
  'Đơn giá (đồng)',
  'Thành tiền (đồng)',
  'Nhóm thuế',
  'Số đơn',
  // What comes back once the invoice is written: brought by `/nhap-danh-sach`.
  'Ký hiệu hóa đơn',
  'Số hóa đơn',
  'Ngày lập hóa đơn',
];

/** An order's buyer gave no data for an invoice, and who is without is written so, never left blank (Decree 254/2026, Art. 10). */
const anonymousBuyer = 'Bán cho người tiêu dùng';

/**
 * What a seller handed over in some days, to be brought into the program that writes its invoices; by the day of handing over, as
 * ownership passes then (Decree 254/2026, Art. 9). The own id is the same whenever the file is made: no invoice comes twice.
 */
export async function invoiceRows(sellerId: string, period: Period): Promise<Rows> {
  const { since, until, holds } = instantsOf(period);
  const [choices, invoices] = await Promise.all([taxChoices(), invoicesOf(sellerId)]);
  const groupOf = (productId: string): TaxGroupId | null => choices.get(productId)?.group ?? null;
  const rows: Cell[][] = [];
  for await (const order of ordersDelivered(sellerId, since, until)) {
    const { number, state, deliveredAt, paidInCash } = order;
    if (!holds(deliveredAt) || state === 'refunded') continue;
    const head = [{ day: dayOf(deliveredAt) }, 'VND', paidInCash ? 'TM' : 'CK', anonymousBuyer];
    const written = writtenCells(invoices.get(number));
    for (const [place, line] of linesOf(order, groupOf).entries())
      rows.push([`${number}-${place + 1}`, ...head, place + 1, ...lineCells(line), number, ...written]);
  }
  return [headings, ...rows];
}

/** Series, number and day of the invoice that was written; blank as long as none was. */
const writtenCells = (invoice: Invoice | undefined): Cell[] =>
  invoice ? [invoice.series, invoice.number, { day: invoice.day }] : ['', '', ''];

/** What an invoice of the order has lines of: its goods, then the sending. */
function linesOf({ items, shippingVnd }: OrderFigures, groupOf: (productId: string) => TaxGroupId | null) {
  const goods = items.map(({ productId, name, packName, quantity, priceVnd }) => ({
    code: productId,
    name: `${name}, ${packName}`,
    unit: 'gói',
    quantity,
    priceVnd,
    group: groupOf(productId),
  }));
  const sending = { code: 'VC', name: 'Phí gửi hàng', unit: 'lần', quantity: 1, priceVnd: shippingVnd, group: null };
  return shippingVnd > 0 ? [...goods, sending] : goods;
}

const lineCells = ({ code, name, unit, quantity, priceVnd, group }: ReturnType<typeof linesOf>[number]): Cell[] => [
  code,
  name,
  unit,
  quantity,
  priceVnd,
  quantity * priceVnd,
  nameOf(group),
];

const nameOf = (id: TaxGroupId | null): string => (id === null ? '' : (taxGroup(id)?.name.vi ?? ''));
