import { badValue, location } from '../errors.ts';
import { compileFilter } from '../matcher.ts';
import { toInteger } from '../numbers.ts';
import { paced, type Sortable, sortPaced } from '../pace.ts';
import { compileSort } from '../sort.ts';
import { type Document, isDocument } from '../values.ts';
import { group } from './group.ts';
import type { StageContext, Stream } from './stage.ts';
import { requireDocument } from './transforms.ts';

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
