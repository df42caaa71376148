import { dayOf } from '../format.ts';
import { ordersDelivered } from '../orders/order-figures.ts';
import type { Cell, Rows } from '../tables.ts';
import { instantsOf, type Period } from './period.ts';
import { taxChoices } from './tax-choices.ts';
import { type TaxGroupId, taxGroup } from './tax-group.ts';

/** One row a line of goods, under the names that the invoice programs of MISA, VNPT and Viettel share (`law.md` 2.4). */
const headings = [
  'Mã của mình',
  'Ngày hóa đơn',
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
];

/** An order's buyer gave no data for an invoice, and who is without is written so, never left blank (Decree 254/2026, Art. 10). */
const anonymousBuyer = 'Bán cho người tiêu dùng';

/**
 * What a seller handed over in some days, to be brought into the program that writes its invoices; by the day of handing over, as
 * ownership passes then (Decree 254/2026, Art. 9). The own id is the same whenever the file is made: no invoice comes twice.
 */
export async function invoiceRows(sellerId: string, period: Period): Promise<Rows> {
  const { since, until, holds } = instantsOf(period);
  const choices = await taxChoices();
  const rows: Cell[][] = [];
  for await (const order of ordersDelivered(sellerId, since, until)) {
    const { number, state, deliveredAt, items, shippingVnd, paidInCash } = order;
    if (!holds(deliveredAt) || state === 'refunded') continue;
    const goods = items.map(({ productId, name, packName, quantity, priceVnd }) => ({
      code: productId,
      name: `${name}, ${packName}`,
      unit: 'gói',
      quantity,
      priceVnd,
      group: choices.get(productId)?.group ?? null,
    }));
    const sending = { code: 'VC', name: 'Phí gửi hàng', unit: 'lần', quantity: 1, priceVnd: shippingVnd, group: null };
    for (const [place, line] of [...goods, ...(shippingVnd > 0 ? [sending] : [])].entries())
      rows.push([
        `${number}-${place + 1}`,
        { day: dayOf(deliveredAt) },
        'VND',
        paidInCash ? 'TM' : 'CK',
        anonymousBuyer,
        place + 1,
        line.code,
        line.name,
        line.unit,
        line.quantity,
        line.priceVnd,
        line.quantity * line.priceVnd,
        nameOf(line.group),
        number,
      ]);
  }
  return [headings, ...rows];
}

const nameOf = (id: TaxGroupId | null): string => (id === null ? '' : (taxGroup(id)?.name.vi ?? ''));
