import { type ChangeOfOne, changeEach } from '../database/change-each.ts';
import { doOnce } from '../database/marks.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';
import { buyerWords } from './order-search.ts';

const aPiece = 500;

/**
 * Writes beside the buyers of orders from before lists could be searched the words they are found by. Once for a database, while it
 * serves; safe to repeat and to be cut off. Whom somebody forgets meanwhile stays forgotten.
 */
export const nameOlderBuyers = (): Promise<void> =>
  doOnce('words of buyers', async () => {
    const wordless = { buyer: { $ne: null }, buyerWords: { $exists: false } } as const;
    const found = OrderModel.find(wordless, { buyer: 1 }).lean<{ _id: unknown; buyer: OrderRecord['buyer'] }[]>();
    let piece: ChangeOfOne<OrderRecord>[] = [];
    for await (const { _id, buyer } of found.cursor({ batchSize: aPiece })) {
      if (!buyer) continue;
      piece.push({ filter: { _id, ...wordless }, update: { $set: { buyerWords: buyerWords(buyer) } } });
      if (piece.length < aPiece) continue;
      await changeEach(OrderModel, piece);
      piece = [];
    }
    await changeEach(OrderModel, piece);
  });
