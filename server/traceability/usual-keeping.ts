import { daysBetween } from '../days.ts';
import { BatchModel, settled } from './batch-record.ts';

/** For how many days the last batch of a product that has a last day was said to keep; null where none has one. */
export async function usualKeepingOf(productId: string): Promise<number | null> {
  const [last] = await BatchModel.find(
    { productId, expiresOn: { $gt: '' }, ...settled },
    { producedOn: 1, expiresOn: 1 },
  )
    .sort({ _id: -1 })
    .limit(1)
    .lean();
  return last?.expiresOn ? daysBetween(last.producedOn, last.expiresOn) : null;
}
