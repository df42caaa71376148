import { isDemonstration } from '../database/marks.ts';
import type { Language } from '../language.ts';
import { findOrder, isUnpaid, type Order } from '../orders/orders.ts';
import { appBanks, deepLink, findBank } from './bank-directory.ts';
import { isHeard } from './heard-accounts.ts';
import type { Intent, PayeeAccount } from './intent.ts';
import { findIntentForOrder } from './intents.ts';
import { owedFor } from './owed.ts';
import { type Difference, differenceOn, waitingOn } from './received.ts';
import { isPaid } from './settlement.ts';

export { type Difference, differencesOf } from './received.ts';

/** What the partial `payments/pay` shows: `{{> payments/pay payment}}` on a page whose data has `key` (null for the seller). */
export interface PaymentView {
  intentId: string;
  /** null: a shop asked for it through the API. */
  orderNumber: string | null;
  /** The page that shows it; where a script asks how it stands, and what that says as long as nothing has changed. */
  pageUrl: string;
  statusUrl: string;
  statusNow: string;
  /** Whether it stands on the payment's own page. */
  isOwnPage: boolean;
  /** waiting: pay now · pending: the buyer says it is paid · late: the countdown is over, the packs still held · paid · over */
  state: 'waiting' | 'pending' | 'late' | 'paid' | 'over';
  amountVnd: number;
  reference: string;
  account: PayeeAccount;
  qrUrl: string;
  pictureUrl: string;
  expiresAt: Date;
  paidAt: Date | null;
  /** What came in instead: when paid, what a person took as its payment; before, what waits for a person. */
  difference: Difference | null;
  /** What is still to be transferred, as long as nothing is settled; đồng. */
  dueVnd: number;
  /** Whether a bank tells us of the money; without that the seller looks into the account. */
  heard: boolean;
  /** Whether the buyer may say "I have paid", whether that waits for an answer, and whether the answer was that nothing came. */
  mayClaim: boolean;
  claimWaits: boolean;
  claimDenied: boolean;
  /** What came too late, and has to be, or was, given back. */
  owed: { amountVnd: number; isReturned: boolean } | null;
  /** That it was paid turned out to be wrong: it waits for its money once more. */
  takenBack: boolean;
  apps: { name: string; url: string }[];
  /** Whether the demonstration bank may pay it. */
  canTry: boolean;
}

/** What there is to say about the payment of an order by transfer, or null when it has none. */
export async function paymentView(order: Order, _language: Language, at: Date): Promise<PaymentView | null> {
  const intent = await findIntentForOrder(order.number);
  if (!intent) return null;
  const shared = await viewOf(intent, order, stateOfOrder(order, intent, at));
  const pageUrl = `/don/${order.number}`;
  return { ...shared, pageUrl, statusUrl: `/api/v1/orders/${order.number}`, statusNow: order.state, isOwnPage: false };
}

/** The same for the payment's own page, which needs no order. */
export async function hostedView(intent: Intent, at: Date): Promise<PaymentView> {
  const order = intent.orderNumber === null ? null : await findOrder(intent.orderNumber);
  const state = order ? stateOfOrder(order, intent, at) : stateOf(intent, at);
  const shared = await viewOf(intent, order, state);
  const pageUrl = `/thanh-toan/${intent.id}`;
  return { ...shared, pageUrl, statusUrl: `${pageUrl}/trang-thai`, statusNow: state, isOwnPage: true };
}

type Shared = Omit<PaymentView, 'pageUrl' | 'statusUrl' | 'statusNow' | 'isOwnPage'>;

async function viewOf(intent: Intent, order: Order | null, state: PaymentView['state']): Promise<Shared> {
  const isOpen = state !== 'paid' && state !== 'over';
  const difference = state === 'paid' ? await differenceOn(intent, order) : await waitingOn(intent);
  const owed = await owedOf(order, state);
  return {
    intentId: intent.id,
    orderNumber: intent.orderNumber,
    state,
    amountVnd: intent.amountVnd,
    reference: intent.reference,
    account: intent.account,
    qrUrl: `/thanh-toan/${intent.id}/vietqr.svg`,
    pictureUrl: `/thanh-toan/${intent.id}/vietqr.png`,
    expiresAt: intent.expiresAt,
    paidAt: order ? order.paidAt : intent.succeededAt,
    difference,
    dueVnd: difference ? difference.shortVnd : intent.amountVnd,
    heard: await isHeard(intent.sellerId, intent.account.number),
    ...(owed ? noClaim : claimOf(order, state)),
    owed,
    takenBack: isTakenBack(order),
    apps: isOpen ? appsFor(intent) : [],
    canTry: isOpen && (await isDemonstration()),
  };
}

const owedOf = async (order: Order | null, state: PaymentView['state']) =>
  order && state === 'over' ? await owedFor(order) : null;

const isTakenBack = (order: Order | null): boolean => order !== null && isUnpaid(order);

const noClaim = { mayClaim: false, claimWaits: false, claimDenied: false };

// A shop's request says it by its state alone.
function claimOf(
  order: Order | null,
  state: PaymentView['state'],
): Pick<PaymentView, 'mayClaim' | 'claimWaits' | 'claimDenied'> {
  if (order === null) return { mayClaim: state === 'waiting', claimWaits: false, claimDenied: false };
  const isOpen = state !== 'paid' && order.state !== 'refunded' && !isUnpaid(order);
  return {
    mayClaim: isOpen && order.claimedAt === null,
    claimWaits: isOpen && order.claimWaits,
    claimDenied: isOpen && order.claimedAt !== null && !order.claimWaits,
  };
}

function stateOfOrder(order: Order, intent: Intent, at: Date): PaymentView['state'] {
  if (isPaid(order)) return 'paid';
  if (isUnpaid(order)) return 'late';
  if (order.state !== 'placed') return 'over';
  if (order.claimWaits) return 'pending';
  return intent.expiresAt <= at ? 'late' : 'waiting';
}

// Nothing is held for a shop's request, so when its time is up it is over.
function stateOf(intent: Intent, at: Date): PaymentView['state'] {
  if (intent.state === 'succeeded') return 'paid';
  if (intent.state === 'canceled' || intent.expiresAt <= at) return 'over';
  return intent.state === 'processing' ? 'pending' : 'waiting';
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

/** What a program has to transfer, until when, and to whom. */
export const paymentDetails = (intent: Intent, publicUrl: string) => ({
  id: intent.id,
  reference: intent.reference,
  payload: intent.payload,
  qrUrl: `${publicUrl}/thanh-toan/${intent.id}/vietqr.png`,
  expiresAt: intent.expiresAt.toISOString(),
  bank: { bin: intent.account.bin, name: intent.account.bankName },
  account: { number: intent.account.number, holder: intent.account.holder },
});
