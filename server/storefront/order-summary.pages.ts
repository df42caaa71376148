import { Router } from 'express';
import { formatAddress, formatMoment, formatMoney, formatNumber } from '../format.ts';
import { visitor } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { formatPhone } from '../identity/phone.ts';
import { getSeller, type Seller } from '../identity/sellers.ts';
import type { Language } from '../language.ts';
import { type TermsPart, termsFor } from '../legal/terms.pages.ts';
import type { Order } from '../orders/orders.ts';
import { platformNow } from '../platform.ts';
import { type ReportSection, reportPdf } from '../press/report.ts';
import type { Services } from '../services.ts';
import { lookAt } from './order-page.ts';

type Fact = [name: string, value: string];

/** The contract's summary on paper (`/don/{number}/tom-tat.pdf`, `?key=` as on the order's page): what was concluded, and under which terms. */
export const orderSummaryPages = ({ config, now }: Services): Router =>
  Router().get('/don/:number/tom-tat.pdf', async (request, response) => {
    const { key } = request.query;
    const { language } = localsOf(response);
    const order = await lookAt(visitor(request), request.params.number, typeof key === 'string' ? key : null);
    const seller = await getSeller(order.sellerId);
    const at = now();
    const placedAt = order.placedAt ?? at;
    const agreed = { sellerId: seller.id, language, at: placedAt, agreed: order.terms };
    const terms = await termsFor({ publicUrl: config.publicUrl, ...agreed });
    response.setHeader('X-Robots-Tag', 'noindex');
    response.setHeader('Content-Disposition', `inline; filename="don-${order.number}.pdf"`);
    sendPrivately(response, {
      type: 'application/pdf',
      bytes: await summaryOf({ order, seller, terms, language, at }),
    });
  });

interface Summed {
  order: Order;
  seller: Seller;
  terms: readonly TermsPart[];
  language: Language;
  at: Date;
}

function summaryOf({ order, seller, terms, language, at }: Summed): Promise<Buffer> {
  const say = (key: string, facts = {}) => sentence(language, `storefront.${key}`, facts);
  return reportPdf({
    title: say('summary.title', { number: order.number }),
    lines: [
      say('summary.made', { moment: formatMoment(at) }),
      say('summary.state', { state: sentence(language, `orders.states.${order.state}`) }),
    ],
    sections: [
      { heading: say('order.who'), facts: partiesOf(order, seller, say) },
      goodsOf(order, language),
      ...terms.map(({ name, number, texts }) => ({
        heading: number === null ? name : `${name}, ${say('checkout.terms-version', { number })}`,
        note: texts.join('\n'),
      })),
    ],
    createdAt: at,
  });
}

function partiesOf(order: Order, seller: Seller, say: (key: string) => string): Fact[] {
  const { operator } = platformNow();
  const { placedAt, buyer, delivery, note } = order;
  const facts: (Fact | null)[] = [
    placedAt && [say('summary.placed'), formatMoment(placedAt)],
    [say('order.seller'), `${seller.name}, ${formatAddress(seller.address)}`],
    operator && [say('summary.operator'), [operator.name, operator.phone, operator.email].filter(Boolean).join(', ')],
    buyer && [say('order.buyer'), `${buyer.name}, ${formatPhone(buyer.phone)}`],
    [say('order.delivery'), whereTo(order, seller, say)],
    [say('order.pay-by'), say(`order.pay.${delivery.payBy}`)],
    note === null ? null : [say('order.note'), note],
  ];
  return facts.filter((fact) => fact !== null);
}

function whereTo({ delivery, pickup, buyer }: Order, seller: Seller, say: (key: string) => string): string {
  if (delivery.method === 'pickup') return `${say('order.pickup-at')} ${formatAddress(pickup ?? seller.address)}`;
  return buyer?.address ? formatAddress(buyer.address) : say('order.shipped-to-hidden');
}

function goodsOf({ items, shippingVnd, totalVnd }: Order, language: Language): ReportSection {
  const say = (key: string) => sentence(language, `storefront.summary.${key}`);
  const lines = items.map(({ name, packName, quantity, priceVnd }) => [
    `${name}, ${packName}`,
    formatNumber(quantity, language),
    formatMoney(priceVnd),
    formatMoney(quantity * priceVnd),
  ]);
  const sums = [
    [say('sending'), '', '', formatMoney(shippingVnd)],
    [sentence(language, 'orders.total'), '', '', formatMoney(totalVnd)],
  ];
  return {
    heading: sentence(language, 'storefront.order.what'),
    rows: { head: ['goods', 'quantity', 'price', 'sum'].map(say), lines: [...lines, ...sums] },
  };
}
