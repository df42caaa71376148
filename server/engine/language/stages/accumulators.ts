import { mergeObjects } from '../expressions/objects.ts';
import { bytesOfValue } from '../key-bytes.ts';
import { extreme, Total } from '../sums.ts';
import { int } from '../values.ts';
import type { Memory } from './stage.ts';

/** Gathers the values of one field of one group; `undefined` is a missing value. */
export interface Accumulator {
  add(value: unknown, memory: Memory): void;
  result(): unknown;
}

export const accumulators: Readonly<Record<string, () => Accumulator>> = {
  $sum: () => totalled((total) => total.sum()),
  $avg: () => totalled((total) => total.average()),
  $count: () => totalled((total) => total.sum(), int(1)),
  $min: () => folded(null, (best, value) => extreme([best, value], -1)),
  $max: () => folded(null, (best, value) => extreme([best, value], 1)),
  $first: () => {
    let first: { value: unknown } | undefined;
    return {
      add: (value) => {
        first ??= { value };
      },
      result: () => first?.value,
    };
  },
  $last: () => folded(undefined, (_last, value) => value),
  $push: () => gathered(() => true),
  $addToSet: () => {
    const seen = new Set<string>();
    return gathered((value) => {
      const key = bytesOfValue(value).toString('latin1');
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  },
  $mergeObjects: () => folded({}, (merged, value) => mergeObjects([merged, value])),
};

function totalled(result: (total: Total) => unknown, each?: unknown): Accumulator {
  const total = new Total();
  return { add: (value) => total.add(each ?? value), result: () => result(total) };
}

function folded(start: unknown, next: (soFar: unknown, value: unknown) => unknown): Accumulator {
  let soFar = start;
  return {
    add: (value) => {
      soFar = next(soFar, value);
    },
    result: () => soFar,
  };
}

function gathered(takes: (value: unknown) => boolean): Accumulator {
  const values: unknown[] = [];
  return {
    add: (value, memory) => {
      if (value === undefined || !takes(value)) return;
      memory.hold({ value });
      values.push(value);
    },
    result: () => values,
  };
}
