import { badValue, location } from '../errors.ts';
import { compileFilter } from '../matcher.ts';
import { toInteger } from '../numbers.ts';
import { paced, type Sortable, sortPaced } from '../pace.ts';
import { compileSort } from '../sort.ts';
import { type Document, int, isDocument } from '../values.ts';
import { facet } from './facet.ts';
import { group } from './group.ts';
import { lookup } from './lookup.ts';
import type { StageContext, Stream } from './stage.ts';
import { requireDocument } from './transforms.ts';
import { unwind } from './unwind.ts';

/** Stages that drop, reorder or gather documents; `following` are the stages behind. */
type StageMaker = (operand: unknown, context: StageContext, following: unknown[]) => Stream;

export const streams: Readonly<Record<string, StageMaker>> = {
  $match: (operand, context) => {
    const matches = compileFilter(requireDocument('$match', operand), context);
    return async function* match(input) {
      for await (const document of input) if (matches(document)) yield document;
    };
  },
  $skip: (operand) => {
    const count = toInteger(operand);
    if (count === undefined || count < 0)
      throw location(5_107_200, 'invalid argument to $skip stage: Expected a non-negative number');
    return async function* skip(input) {
      let passed = 0;
      for await (const document of input) {
        passed += 1;
        if (passed > count) yield document;
      }
    };
  },
  $limit: (operand) => limit(positive(operand)),
  $sort: sort,
  $group: group,
  $unwind: unwind,
  $lookup: lookup,
  $facet: facet,
  $count: (operand, context) => {
    if (typeof operand !== 'string' || operand === '')
      throw location(40_156, 'the count field must be a non-empty string');
    if (operand.startsWith('$') || operand.includes('.'))
      throw location(40_158, "the count field cannot start with '$' or contain '.'");
    return context.pipeline(
      [{ $group: { _id: null, [operand]: { $sum: int(1) } } }, { $project: { _id: int(0) } }],
      context,
    );
  },
  $sortByCount: (operand, context) => {
    const isExpression = isDocument(operand) && Object.keys(operand)[0]?.startsWith('$');
    if (!isExpression && !(typeof operand === 'string' && operand.startsWith('$'))) {
      throw location(40_149, 'the sortByCount field must be a $-prefixed path or an expression');
    }
    return context.pipeline(
      [{ $group: { _id: operand, count: { $sum: int(1) } } }, { $sort: { count: int(-1) } }],
      context,
    );
  },
};

function positive(operand: unknown): number {
  const count = toInteger(operand);
  if (count === undefined || count <= 0) throw location(15_958, 'the limit must be positive');
  return count;
}

function limit(most: number): Stream {
  return async function* limited(input) {
    let passed = 0;
    for await (const document of input) {
      yield document;
      passed += 1;
      if (passed === most) return;
    }
  };
}

/** Sorts in memory; when a $limit follows, no more than twice what it lets through is held. */
function sort(operand: unknown, { memory, pace }: StageContext, following: unknown[]): Stream {
  const spec = requireDocument('$sort', operand);
  if (Object.keys(spec).length === 0) throw badValue('$sort stage must have at least one sort key');
  const keyOf = compileSort(spec);
  const most = keptBy(following);
  return async function* sorted(input) {
    let held: Sortable<Document>[] = [];
    for await (const document of input) {
      if (most === undefined) memory.hold(document);
      held.push({ key: keyOf(document), item: document });
      if (most !== undefined && held.length >= most * 2 + 1000) held = (await sortPaced(held, pace)).slice(0, most);
    }
    for await (const { item } of paced(await sortPaced(held, pace), pace)) yield item;
  };
}

function keptBy([next, afterNext]: unknown[]): number | undefined {
  const skipped = isDocument(next) && '$skip' in next ? toInteger(next.$skip) : undefined;
  const last = skipped === undefined ? next : afterNext;
  const most = isDocument(last) && '$limit' in last ? toInteger(last.$limit) : undefined;
  const kept = most === undefined ? undefined : most + (skipped ?? 0);
  return kept !== undefined && kept <= 10_000 ? kept : undefined;
}
