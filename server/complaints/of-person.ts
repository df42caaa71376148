import type { QueryFilter } from 'mongoose';
import { ComplaintModel, type ComplaintRecord } from './complaint.ts';

/** Picks what somebody complained about under a phone (E.164), or about these orders of theirs. */
export const whereComplained = (phone: string, orderNumbers: readonly string[]): QueryFilter<ComplaintRecord> => ({
  $or: [{ 'contact.phone': phone }, { orderNumber: { $in: [...orderNumbers] } }],
});

/** What somebody complained about, the earliest first; erased ones are nobody's. */
export const complaintsOfPerson = async (
  phone: string,
  orderNumbers: readonly string[],
): Promise<Pick<ComplaintRecord, 'code' | 'kind' | 'state' | 'receivedAt' | 'contact' | 'text' | 'photoIds'>[]> =>
  await ComplaintModel.find({ ...whereComplained(phone, orderNumbers), erasedAt: null })
    .sort({ receivedAt: 1, _id: 1 })
    .lean();
