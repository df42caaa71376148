import { momentOn } from '../days.ts';
import type { Rows } from '../tables.ts';
import { ComplaintModel, type ComplaintRecord, type FirstTime } from './complaint.ts';
import { complaintKinds } from './kinds.ts';

/** What the yearly report says of one kind of complaint; in time is what was in time each time, at both levels. */
export interface KindFigures {
  kind: string;
  received: number;
  answeredInTime: number;
  settled: number;
  settledInTime: number;
  upheld: number;
  takenFurther: number;
  open: number;
}

/** Complaints received in one Vietnamese calendar year, `2026`, by kind; kinds of which there were none are not left out. */
export async function figuresOf(year: string): Promise<KindFigures[]> {
  const [from, to] = [momentOn(`${year}-01-01`), momentOn(`${Number(year) + 1}-01-01`)];
  const figures = new Map(complaintKinds.map(({ id }) => [id, none(id)]));
  const records = ComplaintModel.find({ receivedAt: { $gte: from, $lt: to } })
    .lean()
    .cursor();
  for await (const record of records) count(figures, record);
  return [...figures.values()];
}

function count(figures: Map<string, KindFigures>, record: ComplaintRecord): void {
  const of = figures.get(record.kind) ?? none(record.kind);
  figures.set(record.kind, of);
  of.received += 1;
  const { settledAt, outcome, first } = record;
  const times = first ? [first, record] : [record];
  if (times.every(wasAnsweredInTime)) of.answeredInTime += 1;
  if (record.level > 1) of.takenFurther += 1;
  if (settledAt === null) of.open += 1;
  else of.settled += 1;
  if (times.every(wasSettledInTime)) of.settledInTime += 1;
  if (outcome === 'upheld' || outcome === 'partly-upheld') of.upheld += 1;
}

const wasAnsweredInTime = ({ answeredAt, respondBy }: FirstTime): boolean =>
  answeredAt !== null && answeredAt <= respondBy;

const wasSettledInTime = ({ settledAt, settleBy }: FirstTime): boolean => settledAt !== null && settledAt <= settleBy;

const none = (kind: string): KindFigures => ({
  kind,
  received: 0,
  answeredInTime: 0,
  settled: 0,
  settledInTime: 0,
  upheld: 0,
  takenFurther: 0,
  open: 0,
});

const columns = ['received', 'answeredInTime', 'settled', 'settledInTime', 'upheld', 'takenFurther', 'open'] as const;

/**
 * The same as a table to take away.
 * @param say the sentence under a key of the complaints' catalogue, in the reader's language
 */
export const figuresTable = (figures: readonly KindFigures[], say: (key: string) => string): Rows => [
  [say('kind'), ...columns.map((column) => say(`figures.${column}`))],
  ...figures.map((one) => [say(`kinds.${one.kind}`), ...columns.map((column) => one[column])]),
];
