import type { Actor } from '../actor.ts';
import { requireFresh } from '../identity/accounts.ts';
import { keepGuardedImage, readGuardedImage, removeGuardedImage } from '../media/guarded-images.ts';
import type { Order, ReturnedGoods } from './order.ts';
import { getActedFor, move } from './order-access.ts';
import type { Change } from './order-changes.ts';
import { takeBack } from './order-steps.ts';

export interface Refund {
  /** how the money went back, and under which reference */
  note: string;
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
 * Goods that were packed or on their way are back: for sale again in their batches, or gone for the reason said.
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
  return await move(order.number, { to: 'returned', by: actor.name, at, requestId, set, due: [takeBack(goods)] });
}

// As `wasPaid` in order.ts: in cash it is paid when the goods are handed over.
const paid = { $or: [{ paidAt: { $ne: null } }, { state: 'delivered' }] };

/**
 * The seller has given the money back by hand and says how, and what became of the packs if they are here; they do not come
 * back by themselves. Only what was received can be given back.
 * @throws missing('order-not-found'), forbidden('not-yours' | 'pin-needed'), conflict('order-not-possible'), and for a photo that is none
 * what `keepGuardedImage` throws
 */
export async function refundOrder(
  actor: Actor,
  number: string,
  { note, photo = null, goods = null, requestId = null }: Refund,
  at: Date,
): Promise<Order> {
  const order = await getActedFor(actor, number);
  requireFresh(actor, at);
  const refundPhotoId = photo && (await keepGuardedImage(photo)).id;
  const coming = order.state === 'returned' ? leaving : comingBack(goods);
  const set = { refundNote: note, refundPhotoId, ...coming.set };
  const change = { by: actor.name, at, requestId, only: { ...paid, ...coming.only }, due: coming.due };
  const moved = await move(order.number, { to: 'refunded', set, ...change }).catch(async (error: unknown) => {
    await letGo(refundPhotoId);
    throw error;
  });
  // The same request came twice: the photo that was kept first counts.
  if (moved.refundPhotoId !== refundPhotoId) await letGo(refundPhotoId);
  return moved;
}

const leaving = { set: {}, only: {}, due: [] };

// What came back before is written down: it must not come back twice when somebody says so at this moment.
const comingBack = (goods: ReturnedGoods | null): Required<Pick<Change, 'set' | 'only' | 'due'>> =>
  goods === null ? leaving : { set: { returnedGoods: goods }, only: { returnedGoods: null }, due: [takeBack(goods)] };

/** The photo of a refund for who was shown this order with its buyer; null when there is none. */
export async function readRefundPhoto(
  { refundPhotoId }: Order,
  width: number,
): Promise<{ bytes: Buffer; type: string } | null> {
  return refundPhotoId === null ? null : await readGuardedImage(refundPhotoId, width);
}

async function letGo(photoId: string | null): Promise<void> {
  if (photoId !== null) await removeGuardedImage(photoId);
}
