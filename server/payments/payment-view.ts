import { isDemonstration } from '../database/marks.ts';
import type { Language } from '../language.ts';
import type { Order } from '../orders/orders.ts';
import { appBanks, deepLink, findBank } from './bank-directory.ts';
import type { Intent, PayeeAccount } from './intent.ts';
import { findIntentForOrder } from './intents.ts';
import { isPaid } from './settlement.ts';

/** What the partial `payments/pay` shows: `{{> payments/pay payment}}` on a page whose data has `key` (null for the seller). */
export interface PaymentView {
  intentId: string;
  orderNumber: string;
  /** waiting: pay now · pending: the buyer says it is paid · late: the countdown is over, the packs still held · paid · over */
  state: 'waiting' | 'pending' | 'late' | 'paid' | 'over';
  amountVnd: number;
  reference: string;
  account: PayeeAccount;
  qrUrl: string;
  pictureUrl: string;
  expiresAt: Date;
  paidAt: Date | null;
  apps: { name: string; url: string }[];
  /** Whether the demonstration bank may pay it. */
  canTry: boolean;
}

/** What there is to say about the payment of an order by transfer, or null when it has none. */
export async function paymentView(order: Order, _language: Language, at: Date): Promise<PaymentView | null> {
  const intent = await findIntentForOrder(order.number);
  if (!intent) return null;
  const state = stateOf(order, intent, at);
  const isOpen = state !== 'paid' && state !== 'over';
  return {
    intentId: intent.id,
    orderNumber: order.number,
    state,
    amountVnd: intent.amountVnd,
    reference: intent.reference,
    account: intent.account,
    qrUrl: `/thanh-toan/${intent.id}/vietqr.svg`,
    pictureUrl: `/thanh-toan/${intent.id}/vietqr.png`,
    expiresAt: intent.expiresAt,
    paidAt: order.paidAt,
    apps: isOpen ? appsFor(intent) : [],
    canTry: isOpen && (await isDemonstration()),
  };
}

function stateOf(order: Order, intent: Intent, at: Date): PaymentView['state'] {
  if (isPaid(order)) return 'paid';
  if (order.state !== 'placed') return 'over';
  if (intent.state === 'processing') return 'pending';
  return intent.expiresAt <= at ? 'late' : 'waiting';
}

function appsFor({ account, amountVnd, reference }: Intent): { name: string; url: string }[] {
  const bank = findBank(account.bin);
  if (!bank) return [];
  const to = { bank, number: account.number };
  return appBanks().map(({ app, shortName }) => ({
    name: shortName,
    url: deepLink(app ?? '', to, { amountVnd, content: reference }),
  }));
}
