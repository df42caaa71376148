import { asNumber } from '../ground/arguments.ts';
import type { Collection } from '../keep/catalogue.ts';
import { type Index, sameKey } from '../keep/index-spec.ts';
import { afterPrefix, prefixOf, recordsIndex } from '../keep/layout.ts';
import { badValue } from '../language/errors.ts';
import { type Document, isDocument } from '../language/values.ts';
import { type Conditions, conditionsOf } from './conditions.ts';
import { boundsOf } from './key-ranges.ts';
import { keyedPlan } from './keyed-plan.ts';
import { implies } from './partial.ts';
import type { Plan, Question } from './plan.ts';

/** The best plan: the longest prefix of equal fields, then one range or the sort. */
export function planFor(collection: Collection, question: Question): Plan {
  return keyedPlan(collection, question) ?? weighedPlan(collection, question);
}

function weighedPlan(collection: Collection, { filter, sort, hint }: Question): Plan {
  const order = Object.entries(sort ?? {}).map(([path, direction]) => ({ path, direction: asNumber(direction) }));
  const hinted = hint === undefined ? null : findHinted(collection, hint);
  if (hinted === 'natural' || order[0]?.path === '$natural') return wholeCollection(collection, order);
  const asked: Asked = { conditions: conditionsOf(filter), filter, order, forced: hinted !== null };
  return bestPlan(collection, hinted ? [hinted] : collection.indexes, asked) ?? wholeCollection(collection, order);
}

/** An index that narrows the search or was hinted at; else the branches of `$or`; else an index that gives the order. */
function bestPlan(collection: Collection, indexes: Index[], asked: Asked): Plan | null {
  const best = bestOf(collection, indexes, asked);
  if (best && (best.narrows || asked.forced)) return best.plan;
  const union = unionOf(collection, asked.filter);
  return union ? { ...union, sorted: asked.order.length === 0 } : (best?.plan ?? null);
}

/** With more branches, planning them all would take longer than it saves. */
const mostBranches = 50;

/**
 * How `$or` is answered when an index serves each of its branches: their documents together, each once. Null when one of
 * them would have to look through the collection, since then that finds the others' documents too. In no order.
 */
function unionOf(collection: Collection, filter: Document): Plan | null {
  const { $or: branches, ...rest } = filter;
  if (!Array.isArray(branches) || branches.length > mostBranches || !branches.every(isDocument)) return null;
  const plans: Plan[] = [];
  for (const branch of branches) {
    const plan = narrowPlan(collection, { $and: [branch, rest] });
    if (plan.index === null) return null;
    plans.push(plan);
  }
  const [first] = plans;
  return first ? { index: first.index, ranges: [], branches: plans, reverse: false, sorted: true } : null;
}

/** The plan of a branch of `$or`; an index that would be read from end to end serves it no better than the collection. */
function narrowPlan(collection: Collection, filter: Document): Plan {
  const asked: Asked = { conditions: conditionsOf(filter), filter, order: [], forced: false };
  const best = bestOf(collection, collection.indexes, asked);
  return best?.narrows ? best.plan : wholeCollection(collection, []);
}

function bestOf(collection: Collection, indexes: Index[], asked: Asked): Rated | null {
  let best: Rated | null = null;
  for (const index of indexes) {
    if (!isUsable(index, asked.conditions, asked.filter)) continue;
    const rated = rate(collection, index, asked);
    if (rated.score > (best?.score ?? 0)) best = rated;
    if (rated.score >= exact) break; // At most one document: nothing can be better.
  }
  return best;
}

function findHinted(collection: Collection, hint: unknown): Index | 'natural' {
  if (isDocument(hint) && '$natural' in hint) return 'natural';
  const index = collection.indexes.find(({ name, key }) => (isDocument(hint) ? sameKey(key, hint) : name === hint));
  if (!index) throw badValue('hint provided does not correspond to an existing index');
  return index;
}

type Order = { path: string; direction: number }[];

function wholeCollection(collection: Collection, order: Order): Plan {
  const start = prefixOf(collection.id, recordsIndex);
  const natural = order[0]?.path === '$natural';
  const reverse = natural && (order[0]?.direction ?? 1) < 0;
  const sorted = natural || order.length === 0;
  return { index: null, ranges: [{ start, end: afterPrefix(start) }], reverse, sorted, branches: [] };
}

/** Sparse and partial indexes serve only queries that cannot match a document outside of them. */
function isUsable(index: Index, conditions: Conditions, filter: Document): boolean {
  if (!index.ready) return false;
  if (index.partial !== null) return implies(filter, conditions, index.partial.filter);
  return !index.sparse || index.fields.some((field) => mustExist(conditions, field));
}

function mustExist(conditions: Conditions, field: string): boolean {
  const condition = conditions.get(field);
  if (!condition) return false;
  if (condition.exists || condition.lower !== undefined || condition.upper !== undefined) return true;
  return condition.equals?.every((value) => value !== null) ?? false;
}

/** The score of a unique index with a value for each field. */
const exact = 1000;

interface Rated {
  plan: Plan;
  score: number;
  /** It leaves out a part of the index. */
  narrows: boolean;
}

interface Asked {
  filter: Document;
  conditions: Conditions;
  order: Order;
  forced: boolean;
}

function rate(collection: Collection, index: Index, { conditions, order, forced }: Asked): Rated {
  const bounds = boundsOf(collection, index, conditions);
  const direction = order.length === 0 ? 1 : providedDirection(index, order, bounds.fixed);
  const sorted = direction !== 0;
  const plan: Plan = { index, ranges: bounds.ranges, reverse: direction === -1, sorted, branches: [] };
  const whole = bounds.fixed === index.fields.length && index.unique ? exact : 0;
  const score = whole + bounds.score + (sorted && order.length > 0 ? 6 : 0) + (forced ? 1 : 0);
  return { plan, score, narrows: bounds.score > 0 };
}

/**
 * 1 or -1: reading the index in this direction gives the order; 0: it does not. Arrays have several places in an index
 * and cut keys none beyond the cut, so such an index gives no order but that of `_id`, which is never an array: behind one
 * value of each field before it every document stands once.
 */
function providedDirection(index: Index, order: Order, fixed: number): number {
  if (!givesOrder(index, order)) return 0;
  const equal = new Set(index.fields.slice(0, fixed));
  let place = fixed;
  let reading = 0;
  for (const { path, direction } of order) {
    if (equal.has(path)) continue;
    if (index.fields[place] !== path) return 0;
    const wanted = Math.sign(direction) * (index.directions[place] ?? 1);
    if (reading !== 0 && reading !== wanted) return 0;
    reading = wanted;
    place += 1;
  }
  return reading === 0 ? 1 : reading;
}

const givesOrder = (index: Index, order: Order): boolean =>
  !index.truncated && (!index.multikey || order.every(({ path }) => path === '_id'));
