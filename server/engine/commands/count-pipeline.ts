import type { Query } from '../find/matching.ts';
import { asNumber } from '../ground/arguments.ts';
import { type Document, isDocument } from '../language/values.ts';

/**
 * What countDocuments() asks for: `[{ $match }, { $skip }?, { $limit }?, { $group: { _id: 1, n: { $sum: 1 } } }]`. It is
 * asked so often that it gets the short way of `count`. Null for any other pipeline.
 */
export function countOnly(stages: Document[]): Query | null {
  const [match, ...others] = stages;
  const filter = match?.$match;
  const group = others.pop()?.$group;
  if (!isDocument(filter) || !isCountGroup(group)) return null;
  const names = others.map((stage) => Object.keys(stage).join());
  if (!['', '$skip', '$limit', '$skip,$limit'].includes(names.join())) return null;
  const sizes = others.map((stage) => asNumber(Object.values(stage)[0]));
  if (!sizes.every((size) => size > 0)) return null;
  const [skip = 0, limit = 0] = names[0] === '$limit' ? [0, ...sizes] : sizes;
  return { filter, skip, limit };
}

function isCountGroup(group: unknown): boolean {
  if (!isDocument(group) || Object.keys(group).join() !== '_id,n' || asNumber(group._id) !== 1) return false;
  return isDocument(group.n) && Object.keys(group.n).join() === '$sum' && asNumber(group.n.$sum) === 1;
}
