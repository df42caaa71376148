import { describe, expect, it } from 'vitest';
import { inGroups } from '../../../server/payments/group-commit.ts';

const fulfilled = <R>(value: R) => ({ status: 'fulfilled' as const, value });

/** Doubles numbers, and writes down which came together. */
function doubling(refuse: (group: readonly number[]) => boolean = () => false) {
  const groups: number[][] = [];
  const double = inGroups<number, number>(async (group) => {
    groups.push([...group]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (refuse(group)) throw new Error('not together');
    return group.map((number) => fulfilled(number * 2));
  });
  return { double, groups };
}

describe('inGroups', () => {
  it('lets one that comes alone go at once, and what comes meanwhile go together', async () => {
    const { double, groups } = doubling();
    const first = double(1);
    await new Promise((resolve) => setTimeout(resolve, 2));
    const rest = [2, 3, 4].map(double);
    expect(await Promise.all([first, ...rest])).toEqual([2, 4, 6, 8]);
    expect(groups).toEqual([[1], [2, 3, 4]]);
    expect(await double(5)).toBe(10);
  });

  it('waits for those who come again as soon as they are answered', async () => {
    const { double, groups } = doubling();
    const worker = async (number: number) => {
      for (let round = 0; round < 3; round += 1) await double(number);
    };
    await Promise.all([1, 2, 3, 4].map(worker));
    expect(groups.map((group) => group.length)).toEqual([4, 4, 4]);
  });

  it('makes no group larger than fifty', async () => {
    const { double, groups } = doubling();
    await Promise.all(Array.from({ length: 120 }, (_, number) => double(number)));
    expect(groups.map((group) => group.length)).toEqual([50, 50, 20]);
  });

  it('lets each go alone when a group fails, so that only the bad one fails', async () => {
    const { double, groups } = doubling((group) => group.includes(13));
    const told = await Promise.allSettled([1, 13, 2].map(double));
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(groups).toEqual([[1, 13, 2], [1], [13], [2]]);
    expect(await double(3)).toBe(6);
  });

  it('tells each of a group its own failure', async () => {
    const work = inGroups<number, number>(async (group) =>
      group.map((number) => (number < 0 ? { status: 'rejected', reason: new Error('negative') } : fulfilled(number))),
    );
    const told = await Promise.allSettled([1, -1].map(work));
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});
