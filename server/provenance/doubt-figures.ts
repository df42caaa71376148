import { DoubtModel, type DoubtRecord } from './doubt.ts';

/** What the commune's figures take from a doubt: nothing of who wrote it. */
export interface DoubtFigures {
  id: string;
  code: string;
  sellerId: string | null;
  at: Date;
  closedAt: Date | null;
}

/** Doubts that came from one instant to another (`until` not included). */
export async function doubtsReceived(from: Date, until: Date): Promise<DoubtFigures[]> {
  const records = await DoubtModel.find(
    { createdAt: { $gte: from, $lt: until } },
    { code: 1, sellerId: 1, createdAt: 1, closedAt: 1 },
  )
    .sort({ createdAt: 1 })
    .lean<Pick<DoubtRecord, '_id' | 'code' | 'sellerId' | 'createdAt' | 'closedAt'>[]>();
  return records.map(({ _id, code, sellerId, createdAt, closedAt }) => ({
    id: _id.toHexString(),
    code,
    sellerId,
    at: createdAt,
    closedAt,
  }));
}
