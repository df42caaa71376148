import { type Document, isDocument } from '../language/values.ts';
import type { Plan } from './planner.ts';

/** With more branches, planning them all would take longer than it saves. */
const mostBranches = 50;

/**
 * How `$or` is answered when an index serves each of its branches: their documents together, each once. Null when one of
 * them would have to look through the collection, since then that finds the others' documents too. In no order.
 */
export function unionOf(filter: Document, planFor: (filter: Document) => Plan): Plan | null {
  const { $or: branches, ...rest } = filter;
  if (!Array.isArray(branches) || branches.length > mostBranches || !branches.every(isDocument)) return null;
  const plans: Plan[] = [];
  for (const branch of branches) {
    const plan = planFor({ $and: [branch, rest] });
    if (plan.index === null) return null;
    plans.push(plan);
  }
  const [first] = plans;
  return first ? { index: first.index, ranges: [], branches: plans, reverse: false, sorted: true } : null;
}
