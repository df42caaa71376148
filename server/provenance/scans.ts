import { isDuplicateKey } from '../database/duplicate-key.ts';
import { ScanModel, type ScanRecord } from './scan.ts';

/** What is known of a unit's scans; null when nobody has scanned it. */
export interface UnitScans {
  firstAt: Date;
  count: number;
}

const lately = 64;

/**
 * Counts a look at one unit: one keyed write, once a browser and day.
 * @param unit `CODE/SERIAL`, both in their canonical form
 */
export async function countScan(unit: string, browser: string, at: Date): Promise<UnitScans> {
  try {
    const record = await ScanModel.findOneAndUpdate(
      { _id: unit, seen: { $ne: browser } },
      {
        $inc: { count: 1 },
        $push: { seen: { $each: [browser], $slice: -lately } },
        $set: { lastAt: at },
        $setOnInsert: { firstAt: at },
      },
      { upsert: true, returnDocument: 'after' },
    ).lean();
    return present(record);
  } catch (error) {
    // The unit is there and this browser was seen today: the filter missed it and the insert met its key.
    if (!isDuplicateKey(error)) throw error;
    return (await findScans(unit)) ?? { firstAt: at, count: 1 };
  }
}

/** The scans so far, without counting one. */
export async function findScans(unit: string): Promise<UnitScans | null> {
  const record = await ScanModel.findById(unit).lean();
  return record && present(record);
}

const present = ({ firstAt, count }: ScanRecord): UnitScans => ({ firstAt, count });
