import type { Document } from 'mongodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { anEngine } from './support.ts';

const shared = anEngine();
const items = async () => (await shared).client.db('plans').collection('items');

beforeAll(async () => {
  const collection = await items();
  await collection.insertMany(
    Array.from({ length: 2_000 }, (_, n) => ({
      _id: n as never,
      code: `C${n}`,
      group: n % 100,
      tags: [`t${n % 50}`, 'all'],
    })),
  );
  await collection.createIndexes([{ key: { code: 1 }, unique: true }, { key: { group: 1 } }, { key: { tags: 1 } }]);
});

async function planOf(filter: Document, sort: Document = {}) {
  const { queryPlanner, executionStats } = await (await items()).find(filter).sort(sort).explain('executionStats');
  return {
    plan: queryPlanner.winningPlan as Document,
    looked: executionStats.totalDocsExamined as number,
    returned: executionStats.nReturned as number,
  };
}

describe('$or', () => {
  it('is answered by the indexes of its branches, each document once', async () => {
    const { plan, looked, returned } = await planOf({ $or: [{ code: 'C7' }, { group: 7 }, { tags: 't7' }] });
    const used = plan.inputStage.inputStages.map(({ indexName }: Document) => indexName);
    expect(plan).toMatchObject({ stage: 'FETCH', inputStage: { stage: 'OR' } });
    expect(used).toEqual(['code_1', 'group_1', 'tags_1']);
    expect({ looked, returned }).toEqual({ looked: 40, returned: 40 });
  });

  it('is sorted in memory when an order was asked for', async () => {
    const { plan, looked } = await planOf({ $or: [{ code: 'C1' }, { code: 'C2' }] }, { group: -1 });
    expect(plan).toMatchObject({ stage: 'SORT', inputStage: { inputStage: { stage: 'OR' } } });
    expect(looked).toBe(2);
  });

  it('takes the other conditions into its branches', async () => {
    const { looked, returned } = await planOf({ _id: { $gte: 0 }, $or: [{ code: 'C1' }, { group: 3 }] });
    expect(returned).toBe(21);
    expect(looked).toBeLessThanOrEqual(2_000);
    const other = await planOf({ note: { $exists: false }, $or: [{ code: 'C1' }, { group: 3 }] });
    expect(other).toMatchObject({ looked: 21, returned: 21 });
  });

  it('looks through the collection when one branch has no index', async () => {
    const { plan, looked } = await planOf({ $or: [{ code: 'C1' }, { note: 'x' }] });
    expect(plan.stage).toBe('COLLSCAN');
    expect(looked).toBe(2_000);
  });
});

describe('$in', () => {
  it('is answered by one range of the index for each value', async () => {
    const { plan, looked } = await planOf({ code: { $in: ['C1', 'C5', 'none'] } });
    expect(plan).toMatchObject({ stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName: 'code_1' } });
    expect(looked).toBe(2);
  });
});
