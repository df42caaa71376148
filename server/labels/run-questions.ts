import { invalid, type Mistake } from '../errors.ts';
import { dayOf, formatDay } from '../format.ts';
import type { Batch } from '../traceability/batches.ts';
import type { UnitRange } from '../traceability/units.ts';
import { LabelRunModel, type RunAnswer } from './label-run.ts';
import type { WantedPart } from './run-parts.ts';
import { rangeOf, without } from './void-units.ts';

/**
 * What was answered with yes before anybody prints: of a program whatever it asks for, of a form what its ticks were shown for
 * (`CODE`, `CODE:COUNT`, several after commas), so that another count or another batch is asked about anew.
 */
export interface LabelAnswers {
  /** Labels for a batch past its last day. */
  expired: boolean | string;
  /** More units numbered than the batch has packs. */
  morePacks: boolean | string;
}

/** How many packs a batch has made, and how many units of it carry a number on a label that still stands. */
export interface PacksLabelled {
  made: number;
  labelled: number;
  left: number;
}

/** Null when the batch's packs were never counted: then nothing can be compared. */
export async function packsLabelled({ code, stock }: Pick<Batch, 'code' | 'stock'>): Promise<PacksLabelled | null> {
  const made = stock.reduce((sum, { onHand, sold }) => sum + onHand + sold, 0);
  if (made === 0) return null;
  const runs = await LabelRunModel.find(
    { 'parts.batchCode': code, state: { $in: ['queued', 'printing', 'ready'] } },
    { parts: 1 },
  ).lean();
  const labelled = countOf(runs.flatMap(({ parts }) => parts.flatMap((part) => rangeOf(part, code))));
  return { made, labelled, left: Math.max(0, made - labelled) };
}

// A number that was printed again counts once.
const countOf = (ranges: readonly UnitRange[]): number =>
  without(ranges, []).reduce((sum, { count }) => sum + count, 0);

interface Asked {
  /** The batches of the parts, in their order. */
  batches: readonly Batch[];
  parts: readonly WantedPart[];
  serials: boolean;
}

/**
 * What a run has to be asked about, each once, all answered with yes; it is kept with the run.
 * @throws invalid('mistakes') with `/answers/…` for each that was not
 */
export async function requireAnswers(asked: Asked, answers: LabelAnswers, at: Date): Promise<RunAnswer[]> {
  const questions = await questionsOf(asked, dayOf(at));
  const mistakes = Object.keys(codes).flatMap((question) => {
    const ticks = ticksOf(answers[question as Question]);
    const asked = questions.filter((one) => one.question === question);
    // A form has one tick for each question: the batches are asked about one after another, and it carries what was answered.
    const open = asked.find((one) => !ticks(one));
    return open ? [mistakeOf(open, [...asked.filter(ticks), open])] : [];
  });
  if (mistakes.length > 0) throw invalid('mistakes', {}, mistakes);
  return questions;
}

type Question = RunAnswer['question'];

const ticksOf = (answer: boolean | string): ((one: RunAnswer) => boolean) => {
  if (typeof answer === 'boolean') return () => answer;
  const ticked = answer.split(',');
  return (one) => ticked.includes(tickOf(one));
};

const tickOf = ({ facts: { code, count } }: RunAnswer): string =>
  count === undefined ? `${code}` : `${code}:${count}`;

async function questionsOf({ batches, parts, serials }: Asked, today: string): Promise<RunAnswer[]> {
  const questions: RunAnswer[] = [];
  for (const batch of new Map(batches.map((one) => [one.code, one])).values()) {
    const { code, expiresOn } = batch;
    if (expiresOn !== null && expiresOn < today)
      questions.push({ question: 'expired', facts: { code, day: formatDay(expiresOn) } });
    const wanted = parts.filter((part, index) => batches[index]?.code === code && part.fromSerial === undefined);
    const count = serials ? wanted.reduce((sum, part) => sum + part.count, 0) : 0;
    const packs = count > 0 ? await packsLabelled(batch) : null;
    if (packs && count > packs.left)
      questions.push({ question: 'morePacks', facts: { code, count, made: packs.made, labelled: packs.labelled } });
  }
  return questions;
}

const codes = { expired: 'label-batch-expired', morePacks: 'label-more-than-packs' } as const;

const mistakeOf = ({ question, facts }: RunAnswer, answered: readonly RunAnswer[]): Mistake => ({
  pointer: `/answers/${question}`,
  code: codes[question],
  facts: { ...facts, tick: answered.map(tickOf).join(',') },
});
