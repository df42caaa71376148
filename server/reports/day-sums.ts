import { upsert } from '../database/upsert.ts';
import { daysAfter } from '../days.ts';
import { dayOf } from '../format.ts';
import { DaySumModel, type DaySumRecord, SumMarkModel, type SumRow } from './day-sum.ts';
import { type Fact, type Span, spanOf } from './fact.ts';
import { type Period, startOf } from './period.ts';

/** A fact and the day it is kept under: the day of the thing that it comes of, whenever it counts itself. */
export interface Dated {
  day: string;
  fact: Fact;
}

/** A source of facts that are many: its sums of each day are kept, and counted anew where something changed (decision 0105). */
export interface KeptSource {
  name: string;
  /** The first day of which there is anything; null while there is nothing. */
  first: () => Promise<string | null>;
  /** The facts of things of some days, all of a day together; when they count is of no matter. */
  byDay: (span: Span) => AsyncGenerator<Dated>;
  /** For so many days a thing goes on bringing facts. */
  reach: number;
  /** The days of which something changed from an instant on, and when the last thing did. `since` null: never asked before. */
  changed: (since: Date | null) => Promise<{ days: ReadonlySet<string>; last: Date | null }>;
}

/** The facts of a source that may count in a span, summed by figure, seller and day. */
export async function* keptFacts(source: KeptSource, { from, to }: Period): AsyncGenerator<Fact> {
  await forgetChanged(source);
  const first = await source.first();
  const earliest = daysAfter(from, -source.reach);
  const start = first !== null && first > earliest ? first : earliest;
  if (first === null || start > to) return;
  const missing = new Set(daysOf({ from: start, to }));
  const range = { _id: { $gte: `${source.name} ${start}`, $lte: `${source.name} ${to}` } };
  for await (const { _id, rows } of DaySumModel.find(range).lean<DaySumRecord[]>().cursor({ batchSize: 500 })) {
    missing.delete(_id.slice(-10));
    yield* factsOf(rows);
  }
  for (const gap of gapsOf([...missing])) for await (const rows of countAndKeep(source, gap)) yield* factsOf(rows);
}

let checked = '';

/**
 * Counts one kept day again, the next one each time, and puts right what is not as it was kept: a change that bore an older time than
 * those looked through already, as after hours without power, is found by nothing else.
 */
export async function recheckDaySum(sources: readonly KeptSource[]): Promise<void> {
  const kept = await DaySumModel.findOne({ _id: { $gt: checked } })
    .sort({ _id: 1 })
    .lean<DaySumRecord>();
  checked = kept?._id ?? '';
  if (!kept) return;
  const day = kept._id.slice(-10);
  const source = sources.find(({ name }) => kept._id === `${name} ${day}`);
  if (!source) return;
  const rows = textOf((await sumsOf(source, { from: day, to: day })).get(day));
  if (rows !== kept.rows) await keep([{ _id: kept._id, rows }]);
}

// A change is written a moment after the time that it bears.
const lateMs = 5 * 60_000;

/** Lets go of the sums of days of which something changed. Cut off, or done by two at once, it is done again the next time. */
async function forgetChanged({ name, changed }: KeptSource): Promise<void> {
  const mark = await SumMarkModel.findById(name).lean<{ last: Date }>();
  const { days, last } = await changed(mark && new Date(mark.last.getTime() - lateMs));
  if (days.size > 0) await DaySumModel.deleteMany({ _id: { $in: [...days].map((day) => `${name} ${day}`) } });
  // Where nothing has changed yet, whatever changes later did so after that.
  const until = last ?? mark?.last ?? new Date(0);
  if (until.getTime() === mark?.last.getTime()) return;
  await upsert(() => SumMarkModel.updateOne({ _id: name }, { $set: { last: until } }, { upsert: true }));
}

/** At most so many days are walked through at once, so that memory stays as it is however long a gap is. */
const aWalk = 31;

async function* countAndKeep(source: KeptSource, gap: string[]): AsyncGenerator<string> {
  for (let start = 0; start < gap.length; start += aWalk) {
    const days = gap.slice(start, start + aWalk);
    const sums = await sumsOf(source, { from: days[0] ?? '', to: days.at(-1) ?? '' });
    const records = days.map((day) => ({ _id: `${source.name} ${day}`, rows: textOf(sums.get(day)) }));
    await keep(records);
    for (const { rows } of records) yield rows;
  }
}

async function sumsOf(source: KeptSource, period: Period): Promise<Map<string, SumRow[]>> {
  const sums = new Map<string, Map<string, { row: SumRow; kinds: Map<string, number> }>>();
  for await (const { day, fact } of source.byDay(spanOf(period))) {
    const rows = sums.get(day) ?? new Map();
    sums.set(day, rows);
    addTo(rows, fact);
  }
  return new Map(
    [...sums].map(([day, rows]) => [day, [...rows.values()].map(({ row, kinds }) => ({ ...row, kinds: [...kinds] }))]),
  );
}

function addTo(rows: Map<string, { row: SumRow; kinds: Map<string, number> }>, fact: Fact): void {
  const { id, sellerId, amount } = fact;
  const day = 'at' in fact.when ? dayOf(fact.when.at) : fact.when.from;
  const key = `${id} ${sellerId} ${day}`;
  const sum = rows.get(key) ?? { row: { id, sellerId, day, amount: 0, kinds: [] }, kinds: new Map<string, number>() };
  rows.set(key, sum);
  sum.row.amount += amount;
  for (const [kind, part] of fact.kinds) sum.kinds.set(kind, (sum.kinds.get(kind) ?? 0) + part);
}

const keep = (records: readonly DaySumRecord[]): Promise<unknown> =>
  upsert(() =>
    DaySumModel.bulkWrite(
      records.map(({ _id, rows }) => ({ updateOne: { filter: { _id }, update: { $set: { rows } }, upsert: true } })),
      { ordered: false },
    ),
  );

const textOf = (rows: readonly SumRow[] = []): string => JSON.stringify(rows);
const factsOf = (text: string): Fact[] => (JSON.parse(text) as SumRow[]).map(asFact);

const asFact = ({ id, sellerId, day, amount, kinds }: SumRow): Fact => ({
  id,
  sellerId,
  when: { at: startOf(day) },
  amount,
  kinds: new Map(kinds),
  text: '',
  url: null,
});

function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = daysAfter(day, 1)) days.push(day);
  return days;
}

/** Days that follow each other go together. */
function gapsOf(days: readonly string[]): string[][] {
  const gaps: string[][] = [];
  for (const day of days) {
    const last = gaps.at(-1);
    if (last && daysAfter(last.at(-1) ?? '', 1) === day) last.push(day);
    else gaps.push([day]);
  }
  return gaps;
}
