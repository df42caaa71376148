import { changeFound } from '../database/change-each.ts';
import { doOnce } from '../database/marks.ts';
import { OrderModel } from './order-record.ts';
import { buyerWords } from './order-search.ts';

/**
 * Writes beside the buyers of orders from before lists could be searched the words they are found by. Once for a database, while it
 * serves; safe to repeat and to be cut off. Whom somebody forgets meanwhile stays forgotten.
 */
export const nameOlderBuyers = (): Promise<void> =>
  doOnce('words of buyers', () =>
    changeFound(
      OrderModel,
      { filter: { buyer: { $ne: null }, buyerWords: { $exists: false } }, fields: { buyer: 1 } },
      ({ buyer }) => ({ $set: { buyerWords: buyer ? buyerWords(buyer) : [] } }),
    ),
  );
