import { upsert } from '../database/upsert.ts';
import { dayOf } from '../format.ts';
import { type Asking, type Looker, lookerOf } from '../look.ts';
import { browserKey } from './scan.ts';
import { DayLookModel, ScanDayModel, type ScanDayRecord } from './scan-day.ts';

/** A look at a label's page that was answered. */
export interface AnsweredLook {
  /** `CODE` or `CODE/SERIAL`, in their canonical form */
  label: string;
  productId: string;
  asking: Asking;
  /** the network address; it is hashed before anything is written */
  address: string;
  at: Date;
}

/** Looks at the labels of one product on one day. */
export interface ProductScans {
  productId: string;
  people: number;
  previews: number;
  robots: number;
}

// Whoever floods the pages from everywhere may be counted short; what it costs stays bounded.
const mostWaiting = 20_000;
const flushMs = 1000;
const columns = { person: 'people', preview: 'previews', robot: 'robots' } as const satisfies Record<Looker, string>;

const waiting = new Map<string, AnsweredLook & { times: number }>();

/**
 * Notes a look at a label's page. It costs the answer next to nothing: who looked is worked out when it is written down, within a
 * second (`flushLooks`). A crash may lose the looks of that second: nobody was promised them.
 */
export function noteLook(look: AnsweredLook): void {
  const { method, headers } = look.asking;
  const how = [headers['user-agent'], headers['sec-fetch-mode'], headers['sec-purpose'], headers.purpose].join('\n');
  // By the hour, for at midnight in Vietnam the same look counts anew, and to ask for its day would cost more than the answer.
  const hour = Math.floor(look.at.getTime() / 3_600_000);
  const key = `${hour} ${look.label} ${look.address} ${method} ${how}`;
  const known = waiting.get(key);
  if (known) known.times += 1;
  else if (waiting.size < mostWaiting) waiting.set(key, { ...look, times: 1 });
}

/** Writes down what was noted: of a person's looks at one label the first of a day, of robots' and previews' each. */
export async function flushLooks(secret: string): Promise<void> {
  const looks = [...waiting.values()];
  waiting.clear();
  const counted = new Map<string, ScanDayRecord>();
  for (const look of looks) {
    const looker = lookerOf(look.asking);
    if (looker === null || (looker === 'person' && !(await isFirst(look, secret)))) continue;
    const _id = `${dayOf(look.at)} ${look.productId}`;
    const day = counted.get(_id) ?? { _id, productId: look.productId, people: 0, previews: 0, robots: 0 };
    day[columns[looker]] += looker === 'person' ? 1 : look.times;
    counted.set(_id, day);
  }
  for (const day of counted.values()) await addDay(day);
}

/** Flushes each second until it is stopped; stopping flushes once more. */
export function startCountingLooks(secret: string, onFailure: (error: unknown) => void): () => Promise<void> {
  let running = Promise.resolve();
  const flush = () => (running = running.then(() => flushLooks(secret)).catch(onFailure));
  const timer = setInterval(flush, flushMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return flush();
  };
}

/** Adds what was counted for a product on a day. */
export async function addDay({ _id, productId, people, previews, robots }: ScanDayRecord): Promise<void> {
  await upsert(() =>
    ScanDayModel.updateOne(
      { _id },
      { $inc: { people, previews, robots }, $setOnInsert: { productId } },
      { upsert: true },
    ),
  );
}

/** Looks from one Vietnamese day to another, both counted, by day and product, the latest first; few at a time in memory. */
export async function* scanDaysBetween(from: string, to: string): AsyncGenerator<ProductScans & { day: string }> {
  const found = ScanDayModel.find({ _id: { $gte: from, $lt: `${to}~` } })
    .sort({ _id: -1 })
    .lean<ScanDayRecord[]>()
    .cursor({ batchSize: 500 });
  for await (const { _id, productId, people, previews, robots } of found)
    yield { day: _id.slice(0, 10), productId, people, previews, robots };
}

/** The first day of which looks were counted; null before any was. */
export const scansCountedSince = (): Promise<string | null> => endOfDays(1);

/** The last one. */
export const scansCountedUntil = (): Promise<string | null> => endOfDays(-1);

async function endOfDays(order: 1 | -1): Promise<string | null> {
  const end = await ScanDayModel.findOne({}, { _id: 1 }).sort({ _id: order }).lean<{ _id: string }>();
  return end && end._id.slice(0, 10);
}

async function isFirst({ label, asking, address, at }: AnsweredLook, secret: string): Promise<boolean> {
  const _id = `${dayOf(at)} ${label} ${browserKey(asking, address, at, secret)}`;
  const { upsertedCount } = await upsert(() =>
    DayLookModel.updateOne({ _id }, { $setOnInsert: { at } }, { upsert: true }),
  );
  return upsertedCount > 0;
}
