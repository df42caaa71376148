import { Types } from 'mongoose';
import { ScanDayModel } from '../../server/provenance/scan-day.ts';
import { countIndicators } from '../../server/reports/indicators.ts';
import { inOwnDatabase } from './own-database.ts';

// The figures of a year with so many scans, in a process of its own: says in milliseconds how long they take the first time and then,
// and in megabytes what the whole process takes at its peak: Node, the engine and the reading of TypeScript included. Scans are kept as
// they are by the program (provenance/scan-days.ts): one counter a day and product, so that a million are 21,900 records of 60 goods.

const scans = Number(process.argv[2]);
const [products, daysInYear] = [60, 365];
const year = { from: '2026-01-01', to: '2026-12-31' };
const at = new Date('2026-12-31T05:00:00Z');

const people = Math.round(scans / products / daysInYear);
const ids = Array.from({ length: products }, () => new Types.ObjectId().toHexString());
const dayAt = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);

const timed = async (): Promise<number> => {
  const started = performance.now();
  await countIndicators(year, {}, at);
  return performance.now() - started;
};

await inOwnDatabase('reports-year', async () => {
  for (let n = 0; n < daysInYear; n += 1)
    await ScanDayModel.collection.insertMany(
      ids.map((productId) => ({ _id: `${dayAt(n)} ${productId}`, productId, people, previews: 1, robots: 2 })) as never,
    );
  const [firstMs, nextMs] = [await timed(), await timed()];
  const peakMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
  process.stdout.write(JSON.stringify({ firstMs, nextMs, peakMb }));
});
