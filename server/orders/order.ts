/** Every state an order can be in; docs: contract, "Order states". */
export const orderStates = [
  'placing',
  'placed',
  'expired',
  'paid',
  'packed',
  'shipped',
  'delivered',
  'returned',
  'cancelled',
  'refunded',
] as const;

export type OrderState = (typeof orderStates)[number];

// packed straight from placed: cash only; paid from expired: only when all stock could be held again;
// refunded: only what was received (`wasPaid`); returned from paid: only when its payment was taken back (`unpaidSince`).
const next: Readonly<Record<OrderState, readonly OrderState[]>> = {
  placing: ['placed', 'cancelled'],
  placed: ['paid', 'packed', 'cancelled', 'expired'],
  expired: ['paid'],
  paid: ['packed', 'returned', 'refunded'],
  packed: ['shipped', 'delivered', 'returned', 'refunded'],
  shipped: ['delivered', 'returned', 'refunded'],
  delivered: ['refunded'],
  returned: ['refunded'],
  cancelled: [],
  refunded: [],
};

export interface Address {
  province: string;
  commune: string;
  line: string;
}

export interface Buyer {
  name: string;
  /** E.164, e.g. +84900000101 */
  phone: string;
  address: Address | null;
}

export interface AtStall {
  id: string;
  accountId: string;
}

export interface Delivery {
  method: 'pickup' | 'ship';
  payBy: 'vietqr' | 'cash';
}

/** Which batch gave how many packs to one line of an order. */
export interface TakenFrom {
  batchCode: string;
  quantity: number;
}

export interface OrderItem {
  packId: string;
  productId: string;
  name: string;
  packName: string;
  quantity: number;
  priceVnd: number;
  taken: TakenFrom[];
}

/** What became of packs that came back: for sale again, or gone for a reason. */
export const returnedGoods = ['back', 'spoilt', 'lost', 'own-use'] as const;
export type ReturnedGoods = (typeof returnedGoods)[number];

/** Money given back by hand, all of it or a part. */
export interface Refunded {
  amountVnd: number;
  /** how much of it is off what the goods cost; the rest was paid too much */
  offPriceVnd: number;
  at: Date;
  by: string;
  /** how the money went back, and under which reference */
  note: string;
  /** a guarded photo that shows it; seen by whoever sees the buyer */
  photoId: string | null;
}

/** Why a parcel did not reach its buyer this time. */
export const failedDeliveries = ['nobody-there', 'no-answer', 'wrong-address', 'not-wanted', 'damaged'] as const;
export type FailedDelivery = (typeof failedDeliveries)[number];

export interface DeliveryTry {
  at: Date;
  by: string;
  why: FailedDelivery;
}

export interface HistoryEntry {
  state: OrderState;
  at: Date;
  /** 'buyer', 'bank', 'system' or the display name of the person who acted */
  by: string;
}

export interface Order {
  number: string;
  sellerId: string;
  state: OrderState;
  items: OrderItem[];
  /** null once erased (retention.ts), at a stall, and for who may see the order but not the person */
  buyer: Buyer | null;
  /** sold over the counter: at which stall, and by whose account; null in the shop */
  stall: AtStall | null;
  delivery: Delivery;
  note: string | null;
  /** by which channel the buyer came to the shop; null when by none that is known */
  cameFrom: string | null;
  /** which versions of the published terms its buyer was shown; null where none were, as at a stall */
  terms: string | null;
  /** where it is fetched, as the buyer was told; null when it is sent, and of orders from before this was kept */
  pickup: Address | null;
  shippingVnd: number;
  /** packs and shipping together */
  totalVnd: number;
  placedAt: Date | null;
  /** until when the packs are kept for the buyer */
  holdsUntil: Date;
  paidAt: Date | null;
  /** the transfer's reference, or 'cash', or who confirmed by hand */
  paidBy: string | null;
  /** when the buyer last said that the money is on its way */
  claimedAt: Date | null;
  /** whether that word still waits for a person: for as long the order does not expire */
  claimWaits: boolean;
  /** since when the buyer, who lost the link, waits for a new one (lost-links.ts) */
  linkAskedAt: Date | null;
  /** an order in cash so large that it holds nothing before its seller says yes (order-limits.ts) */
  asks: boolean;
  /** null as long as no packs came back */
  returnedGoods: ReturnedGoods | null;
  /** in the order in which they were made */
  refunds: Refunded[];
  /** since when it is known that its payment was another's; null: it was not, or it has been paid since (decision 0094) */
  unpaidSince: Date | null;
  /** the times it did not reach its buyer */
  tries: DeliveryTry[];
  history: HistoryEntry[];
}

/** The most one order may cost: VietQR carries less than 500 million đồng a transfer (domain.md, section 4). */
export const mostVnd = 499_999_999;

/** SePay repeats its messages for 33 minutes, so packs stay held for 45 although the countdown shows 30. */
export const holdMinutes = 45;

/** Cash is paid at the door, so these packs wait for the seller's next trips rather than for a bank. */
export const cashHoldDays = 7;

/** The states from which an order may come into this one. */
export function statesBefore(state: OrderState): OrderState[] {
  return orderStates.filter((before) => next[before].includes(state));
}

/** Where an order in this state may go. */
export function statesAfter(state: OrderState): readonly OrderState[] {
  return next[state];
}

/** Whether its seller has the money: told by a bank or a person, or in cash, which is paid when the goods are handed over. */
export const wasPaid = ({ paidAt, history, unpaidSince }: Pick<Order, 'paidAt' | 'history' | 'unpaidSince'>): boolean =>
  paidAt !== null || (!unpaidSince && history.some(({ state }) => state === 'delivered'));

/** Where an order may stand that is paid again after its payment was taken back. */
export const payableAgain = ['paid', 'packed', 'shipped', 'delivered'] as const satisfies readonly OrderState[];

/** Whether it waits for money once more. */
export const isUnpaid = ({ state, unpaidSince }: Pick<Order, 'state' | 'unpaidSince'>): boolean =>
  unpaidSince !== null && payableAgain.some((one) => one === state);

/** How much of what was received has been given back, in đồng. */
export const refundedVndOf = ({ refunds }: Pick<Order, 'refunds'>): number =>
  refunds.reduce((sum, { amountVnd }) => sum + amountVnd, 0);

/** When it last came into this state; null when it never was in it. */
export const timeOf = ({ history }: Pick<Order, 'history'>, state: OrderState): Date | null =>
  history.findLast((entry) => entry.state === state)?.at ?? null;

/** What the buyer pays in đồng: every line and the shipping. */
export function totalOf(items: readonly { quantity: number; priceVnd: number }[], shippingVnd: number): number {
  return items.reduce((sum, item) => sum + item.quantity * item.priceVnd, shippingVnd);
}

/** Until when packs are held for an order placed at this moment. */
export function holdsUntil(payBy: Delivery['payBy'], at: Date): Date {
  const minutes = payBy === 'cash' ? cashHoldDays * 24 * 60 : holdMinutes;
  return new Date(at.getTime() + minutes * 60_000);
}
