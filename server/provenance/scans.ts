import { upsert } from '../database/upsert.ts';
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
  const isNew = { _id: unit, seen: { $ne: browser } };
  const counted = {
    $inc: { count: 1 },
    $push: { seen: { $each: [browser], $slice: -lately } },
    $set: { lastAt: at },
  };
  const first = { $setOnInsert: { count: 1, seen: [browser], lastAt: at, firstAt: at } };
  const after = { returnDocument: 'after' } as const;
  for (;;) {
    const record = await ScanModel.findOneAndUpdate(isNew, counted, after).lean();
    if (record) return present(record);
    const known = await upsert(() =>
      ScanModel.findOneAndUpdate({ _id: unit }, first, { ...after, upsert: true }).lean(),
    );
    // Else somebody else's first scan came in between, and this one is still to be counted.
    if (known.seen.includes(browser)) return present(known);
  }
}

/** The scans so far, without counting one. */
export async function findScans(unit: string): Promise<UnitScans | null> {
  const record = await ScanModel.findById(unit).lean();
  return record && present(record);
}

const present = ({ firstAt, count }: ScanRecord): UnitScans => ({ firstAt, count });
