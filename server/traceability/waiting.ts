import { dayOf } from '../format.ts';
import { sellersSeenBy } from '../identity/sellers.ts';
import type { WaitingDoor } from '../waiting.ts';
import { deliveryDays } from './deliveries.ts';
import { countBalanceAsks, countRecalledOnHand, countWatched, endingBatches } from './quality.ts';

/** Batches that wait for an inspection, lie outside a limit, are called back and still in the house, were delivered, or end soon. */
export const traceabilityWaiting: WaitingDoor = async (actor, at) => {
  const [recalled, outside, untested, balance, delivered, ending] = await Promise.all([
    countRecalledOnHand(actor),
    countWatched(actor, 'outside'),
    countWatched(actor, 'untested'),
    countBalanceAsks(actor),
    deliveryDays(actor),
    endingBatches(await sellersSeenBy(actor), dayOf(at)),
  ]);
  // A household has no page of what is watched; its batches say it each.
  const watched = actor.role === 'household' ? '/lo' : '/chat-luong?xem=';
  const to = (concern: string): string => (actor.role === 'household' ? watched : watched + concern);
  return [
    { key: 'batches-recalled', count: recalled, url: actor.role === 'household' ? '/lo' : '/thu-hoi' },
    { key: 'batches-outside', count: outside, url: to('outside') },
    { key: 'batches-untested', count: untested, url: to('untested') },
    { key: 'batches-asking', count: balance, url: to('balance') },
    { key: 'deliveries', count: delivered.reduce((sum, { lots }) => sum + lots, 0), url: '/lo/moi?gop=1' },
    { key: 'batches-ending', count: ending.length, url: '/sap-het-han' },
  ];
};
