import type { Actor } from '../actor.ts';
import { keepGuardedImage, readGuardedImage, removeGuardedImage } from '../media/guarded-images.ts';
import type { Order } from './order.ts';
import { getActedFor, move } from './order-access.ts';

export interface Refund {
  /** how the money went back, and under which reference */
  note: string;
  /** a photo or screenshot that shows it */
  photo?: Buffer | null;
  requestId?: string | null;
}

/**
 * The seller has given the money back by hand and says how; packs already sold do not come back by themselves.
 * @throws missing('order-not-found'), forbidden('not-yours'), conflict('order-not-possible'), and for a photo that is none
 * what `keepGuardedImage` throws
 */
export async function refundOrder(
  actor: Actor,
  number: string,
  { note, photo = null, requestId = null }: Refund,
  at: Date,
): Promise<Order> {
  const order = await getActedFor(actor, number);
  const refundPhotoId = photo && (await keepGuardedImage(photo)).id;
  const set = { refundNote: note, refundPhotoId };
  const moved = await move(order.number, { to: 'refunded', by: actor.name, at, requestId, set }).catch(
    async (error: unknown) => {
      await letGo(refundPhotoId);
      throw error;
    },
  );
  // The same request came twice: the photo that was kept first counts.
  if (moved.refundPhotoId !== refundPhotoId) await letGo(refundPhotoId);
  return moved;
}

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
