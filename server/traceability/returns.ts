import { appendEvent } from './append.ts';
import type { PackCount } from './event.ts';
import { systemEvent } from './system-event.ts';
import type { WriteOffReason } from './write-offs.ts';

export interface Returned {
  orderNumber: string;
  /** Packs of this batch that were sold with the order. */
  packs: PackCount[];
  /** Why they are gone; null: they can be sold again. */
  lostTo: WriteOffReason | null;
}

/**
 * Writes that packs of this batch came back with an order, without personal data, and with it that they are sold no more:
 * they are in the stock again, or gone for a reason. Safe to repeat: once per order. @throws missing('batch-not-found')
 */
export async function recordReturn(code: string, { orderNumber, packs, lostTo }: Returned, at: Date): Promise<void> {
  const counts = new Map(packs.map(({ packId, count }) => [packId, count]));
  await appendEvent(code, (now) => {
    const earlier = now.events.find((one) => one.orderNumber === orderNumber && one.stage === 'returned-order');
    if (earlier) return earlier;
    const draft = { ...systemEvent('returned-order', { by: '', note: null, reason: null }, at), orderNumber, packs };
    if (lostTo === null) return { draft, packs: counts, unsold: counts };
    return { draft: { ...draft, measurements: [{ key: 'reason', value: lostTo, unit: '' }] }, unsold: counts };
  });
}
