import type { Actor } from '../actor.ts';
import { conflict } from '../errors.ts';
import { formatMoney } from '../format.ts';
import { requireFresh } from '../identity/accounts.ts';
import { keepGuardedImage, readGuardedImage, removeGuardedImage } from '../media/guarded-images.ts';
import { type Order, type ReturnedGoods, refundedVndOf, statesBefore } from './order.ts';
import { getActedFor, move } from './order-access.ts';
import { type Change, change, refusal } from './order-changes.ts';
import { OrderModel, type OrderRecord, readOrder } from './order-record.ts';
import { takeBack } from './order-steps.ts';
import { type RefundRecord, readRefunds } from './refund-record.ts';

export interface Refund {
  /** how the money went back, and under which reference */
  note: string;
  /** in đồng; null: all that is left of what was received */
  amountVnd?: number | null | undefined;
  /** what came in for the order, in đồng; its total where nobody knows of a difference */
  receivedVnd?: number | null | undefined;
  /** a photo or screenshot that shows it */
  photo?: Buffer | null;
  /** what became of the packs, when they are here (again); of those that were returned before it is known already */
  goods?: ReturnedGoods | null | undefined;
  requestId?: string | null;
}

/** The buyer did not take the goods, or not keep them: the packs are here again, whole or not. */
export interface Return {
  goods: ReturnedGoods;
  requestId?: string | null;
}

/**
 * Goods that were packed or on their way are back: for sale again in their batches, or gone for the reason said. Also of an order whose
 * payment was taken back and that was never packed: so it ends, and nothing is called refunded.
 * @throws missing('order-not-found'), forbidden('not-yours'), conflict('order-not-possible')
 */
export async function returnOrder(
  actor: Actor,
  number: string,
  { goods, requestId = null }: Return,
  at: Date,
): Promise<Order> {
  const order = await getActedFor(actor, number);
  const set = { returnedGoods: goods };
  const only = { returnedGoods: null, $or: [{ state: { $ne: 'paid' } }, { unpaidSince: { $ne: null } }] };
  return await move(order.number, { to: 'returned', by: actor.name, at, requestId, only, set, due: [takeBack(goods)] });
}

// As `wasPaid` in order.ts: in cash it is paid when the goods are handed over.
const paid = { $or: [{ paidAt: { $ne: null } }, { state: 'delivered', unpaidSince: null }] };

/**
 * The seller has given money back by hand, all of what was received or a part, and says how, and what became of the packs if they are
 * here; they do not come back by themselves. Only what was received can be given back, and only when all of it was is the order
 * refunded. The same request twice is one refund; of two at one moment, one has to look again.
 * @throws missing('order-not-found'), forbidden('not-yours' | 'pin-needed'), conflict('order-not-possible'), conflict('refund-too-much')
 * naming what is left, conflict('refund-changed'), and for a photo that is none what `keepGuardedImage` throws
 */
export async function refundOrder(actor: Actor, number: string, wanted: Refund, at: Date): Promise<Order> {
  const order = await getActedFor(actor, number);
  requireFresh(actor, at);
  const earlier = madeBy(order, wanted.requestId ?? null);
  if (earlier) return earlier;
  const { isAll, ...amounts } = amountsOf(order, wanted);
  const photoId = wanted.photo ? (await keepGuardedImage(wanted.photo)).id : null;
  const { note, goods = null, requestId = null } = wanted;
  const refund: RefundRecord = { ...amounts, at, by: actor.name, note, photoId, requestId };
  const made = await write(order, { refund, goods, isAll }).catch(async (error: unknown) => {
    await letGo(photoId);
    throw error;
  });
  // The same request came twice: the photo that was kept first counts.
  if (photoId !== null && !made.refunds.some((one) => one.photoId === photoId)) await letGo(photoId);
  return made;
}

function madeBy(order: OrderRecord, requestId: string | null): Order | null {
  const isMade = requestId !== null && (order.refunds ?? []).some((one) => one.requestId === requestId);
  return isMade ? readOrder(order) : null;
}

function amountsOf(order: OrderRecord, { amountVnd, receivedVnd }: Refund) {
  const { number, totalVnd } = order;
  const received = receivedVnd ?? totalVnd;
  const before = readRefunds(order);
  const refundedVnd = refundedVndOf({ refunds: before });
  const leftVnd = received - refundedVnd;
  const wantedVnd = amountVnd ?? leftVnd;
  if (order.state !== 'refunded' && wantedVnd > leftVnd)
    throw conflict('refund-too-much', { number, left: formatMoney(leftVnd) });
  const isAll = wantedVnd === leftVnd;
  const overVnd = Math.max(0, received - totalVnd);
  const offBefore = before.reduce((sum, { offPriceVnd }) => sum + offPriceVnd, 0);
  const off = isAll ? totalVnd : Math.min(totalVnd, Math.max(0, refundedVnd + wantedVnd - overVnd));
  return { amountVnd: wantedVnd, offPriceVnd: Math.max(0, off - offBefore), isAll };
}

interface Making {
  refund: RefundRecord;
  goods: ReturnedGoods | null;
  isAll: boolean;
}

async function write(order: OrderRecord, { refund, goods, isAll }: Making): Promise<Order> {
  if (!isAll && goods !== null) throw conflict('refund-part-goods');
  const before = order.refundedVnd ?? 0;
  const only = { ...paid, refundedVnd: before === 0 ? { $in: [0, null] } : before };
  const made = isAll ? await giveAll(order, { refund, goods, only }) : await givePart(order, { refund, only });
  return made ? readOrder(made) : await twinOf(order, refund.requestId);
}

/** The same request was quicker. @throws what says why neither was possible */
async function twinOf({ number, refundedVnd }: OrderRecord, requestId: string | null): Promise<Order> {
  const now = await OrderModel.findOne({ number }).lean<OrderRecord>();
  const twin = now && madeBy(now, requestId);
  if (twin) return twin;
  const isOver = now === null || now.state === 'refunded';
  if (!isOver && now.refundedVnd !== refundedVnd) throw conflict('refund-changed', { number });
  throw await refusal(number, 'refunded');
}

interface Writing {
  refund: RefundRecord;
  /** conditions under which it may be written */
  only: Record<string, unknown>;
}

async function giveAll(
  order: OrderRecord,
  { refund, goods, only }: Writing & { goods: ReturnedGoods | null },
): Promise<OrderRecord | null> {
  const coming = order.state === 'returned' ? leaving : comingBack(goods);
  return await change(order.number, {
    to: 'refunded',
    by: refund.by,
    at: refund.at,
    requestId: refund.requestId,
    only: { ...only, ...coming.only },
    set: { refundedVnd: (order.refundedVnd ?? 0) + refund.amountVnd, ...coming.set },
    push: { refunds: refund },
    due: coming.due,
  });
}

const givePart = ({ number, refundedVnd }: OrderRecord, { refund, only }: Writing): Promise<OrderRecord | null> =>
  OrderModel.findOneAndUpdate(
    { number, state: { $in: statesBefore('refunded') }, ...only },
    {
      $set: { refundedVnd: (refundedVnd ?? 0) + refund.amountVnd, changedAt: refund.at },
      $push: { refunds: refund },
    },
    { returnDocument: 'after' },
  )
    .lean<OrderRecord>()
    .exec();

const leaving = { set: {}, only: {}, due: [] };

// What came back before is written down: it must not come back twice when somebody says so at this moment.
const comingBack = (goods: ReturnedGoods | null): Required<Pick<Change, 'set' | 'only' | 'due'>> =>
  goods === null ? leaving : { set: { returnedGoods: goods }, only: { returnedGoods: null }, due: [takeBack(goods)] };

/** The photo of one refund, the last where none is named, for who was shown this order with its buyer; null when there is none. */
export async function readRefundPhoto(
  { refunds }: Order,
  width: number,
  place = refunds.findLastIndex((one) => one.photoId !== null),
): Promise<{ bytes: Buffer; type: string } | null> {
  const photoId = refunds[place]?.photoId ?? null;
  return photoId === null ? null : await readGuardedImage(photoId, width);
}

async function letGo(photoId: string | null): Promise<void> {
  if (photoId !== null) await removeGuardedImage(photoId);
}
