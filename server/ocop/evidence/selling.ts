import { shopLinksFor } from '../../catalog/shop-links.ts';
import { titleOfChannel } from '../../channels.ts';
import { daysAfter, momentOn } from '../../days.ts';
import { dayOf, formatDay, formatMoney } from '../../format.ts';
import { type OrderFigures, ordersDelivered } from '../../orders/order-figures.ts';
import { scanDaysBetween } from '../../provenance/scan-days.ts';
import type { Cell, Rows } from '../../tables.ts';
import { daysTold, type Proof, type Subject, tableProof } from './proof.ts';

/** How the goods are sold: by month and way, never by buyer; where else they can be bought; how often labels were scanned. */
export const sellingProofs = async (subject: Subject): Promise<Proof[]> =>
  (await Promise.all([soldProof(subject), channelProof(subject), scanProof(subject)])).flat();

/** What was sold of a product in a month over one way. */
export interface Sold {
  month: string;
  way: 'stall' | 'online';
  packs: number;
  vnd: number;
}

async function soldProof({ product, at }: Subject): Promise<Proof[]> {
  const today = dayOf(at);
  const [since, until] = [momentOn(daysAfter(today, -daysTold)), momentOn(daysAfter(today, 1))];
  const parts: Sold[] = [];
  for await (const order of ordersDelivered(product.sellerId, since, until)) {
    const { deliveredAt } = order;
    if (deliveredAt === null || deliveredAt < since || deliveredAt >= until) continue;
    parts.push(...soldIn(order, product.id, dayOf(deliveredAt).slice(0, 7)));
  }
  if (parts.length === 0) return [];
  const months = byMonth(parts);
  const rows: Rows = [
    ['Tháng', 'Bán ở đâu', 'Số gói', 'Tiền hàng (đồng)'],
    ...months.map(({ month, way, packs, vnd }): Cell[] => [formatDay(month), ways[way], packs, vnd]),
  ];
  const [packs, vnd] = [sum(months.map((one) => one.packs)), sum(months.map((one) => one.vnd))];
  return [tableProof('sales', 'so-ban-hang', rows, { packs, money: formatMoney(vnd) })];
}

const ways = { stall: 'tại quầy', online: 'trên chợ, trực tuyến' } as const;

/** What an order brought of one product: nothing where all was given back, and less in proportion where a part of it was. */
export function soldIn({ items, refunds, totalVnd, atStall }: OrderFigures, productId: string, month: string): Sold[] {
  const own = items.filter((item) => item.productId === productId);
  const offVnd = Math.min(totalVnd, sum(refunds.map(({ offPriceVnd }) => offPriceVnd)));
  if (own.length === 0 || offVnd === totalVnd) return [];
  const grossVnd = sum(own.map(({ quantity, priceVnd }) => quantity * priceVnd));
  const vnd = grossVnd - Math.round((grossVnd * offVnd) / totalVnd);
  return [{ month, way: atStall ? 'stall' : 'online', packs: sum(own.map(({ quantity }) => quantity)), vnd }];
}

function byMonth(parts: readonly Sold[]): Sold[] {
  const months = new Map<string, Sold>();
  for (const part of parts) {
    const key = `${part.month} ${part.way}`;
    const before = months.get(key);
    months.set(key, before ? { ...before, packs: before.packs + part.packs, vnd: before.vnd + part.vnd } : part);
  }
  return [...months].sort(([one], [other]) => one.localeCompare(other)).map(([, sold]) => sold);
}

async function channelProof({ product, seller }: Subject): Promise<Proof[]> {
  const links = await shopLinksFor({ productId: product.id, sellerId: seller.id });
  if (links.length === 0) return [];
  const rows: Rows = [
    ['Nơi bán', 'Địa chỉ'],
    ...links.map(({ channel, url }): Cell[] => [titleOfChannel(channel, 'vi'), url]),
  ];
  return [tableProof('channels', 'noi-ban-truc-tuyen', rows, { n: links.length })];
}

async function scanProof({ product, at }: Subject): Promise<Proof[]> {
  const today = dayOf(at);
  const months = new Map<string, number>();
  for await (const { day, productId, people } of scanDaysBetween(daysAfter(today, -daysTold), today))
    if (productId === product.id) months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + people);
  const n = sum([...months.values()]);
  if (n === 0) return [];
  const lines = [...months].sort(([one], [other]) => one.localeCompare(other));
  const rows: Rows = [
    ['Tháng', 'Lượt người xem tem (không tính máy)'],
    ...lines.map(([month, people]): Cell[] => [formatDay(month), people]),
  ];
  return [tableProof('scans', 'luot-xem-tem', rows, { n })];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
