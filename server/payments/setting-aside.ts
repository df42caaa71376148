import type { Actor } from '../actor.ts';
import { conflict, missing, ofAnother } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { keepGuardedImage, readGuardedImage, removeGuardedImage } from '../media/guarded-images.ts';
import { findOrder } from '../orders/orders.ts';
import { isPaid } from './settlement.ts';
import type { Transfer, TransferEntry } from './transfer.ts';
import { TransferModel } from './transfer-record.ts';
import { getOwnTransfer, isMovable } from './transfers.ts';

/** Why a transfer pays no order by itself. */
export interface Aside {
  note: string;
  /** the money went back by hand */
  returned: boolean;
  /** what shows that it did */
  photo?: Buffer | null;
  /** the rest, or a second half, of what a paid order cost: the number of that order */
  restOf?: string | null;
}

/**
 * A person says that a transfer pays no order here, and why; or that it belongs to an order which another transfer has paid
 * (decision 0021).
 * @throws forbidden('pin-needed'), conflict('transfer-settled'), missing('order-not-found') for an order of another seller, conflict('rest-of-unpaid')
 */
export async function setTransferAside(actor: Actor, id: string, aside: Aside, at: Date): Promise<Transfer> {
  const transfer = await getOwnTransfer(actor, id);
  requireFresh(actor, at);
  const orderNumber = aside.restOf ? await paidOrder(aside.restOf, transfer) : null;
  const photoId = aside.photo ? (await keepGuardedImage(aside.photo)).id : null;
  const did = orderNumber !== null ? 'joined' : aside.returned ? 'returned' : 'set-aside';
  const entry: TransferEntry = { at, did, by: actor.name, note: aside.note, photoId };
  const { modifiedCount } = await TransferModel.updateOne(
    { _id: transfer.id, state: 'review', ...isMovable },
    {
      $set: { state: 'set-aside', ...(orderNumber !== null && { orderNumber, intentId: null, undone: false }) },
      $push: { history: entry },
    },
  );
  if (modifiedCount === 1) return await getOwnTransfer(actor, id);
  if (photoId !== null) await removeGuardedImage(photoId);
  throw conflict('transfer-settled');
}

/** The photo that shows how a transfer went back, for who acts for its seller; null when there is none. */
export async function readReturnPhoto(actor: Actor, id: string, width: number) {
  const { history } = await getOwnTransfer(actor, id);
  const photoId = history.findLast((entry) => entry.photoId)?.photoId;
  return photoId ? await readGuardedImage(photoId, width) : null;
}

async function paidOrder(named: string, { sellerId }: Transfer): Promise<string> {
  const order = await findOrder(named);
  if (!order) throw missing('order-not-found');
  if (order.sellerId !== sellerId) throw ofAnother(missing('order-not-found'), 'order');
  if (!isPaid(order)) throw conflict('rest-of-unpaid', { number: order.number });
  return order.number;
}
