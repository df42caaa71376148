import { describe, expect, it } from 'vitest';
import { answerOf, text, wire } from './ask.ts';
import { orders, pipelineRows } from './pipeline-tables.ts';

describe('compilePipeline', () => {
  it.each(pipelineRows)('answers %s', async (_about, stages, expected) => {
    expect((await answerOf(orders, stages)).map(text)).toEqual(expected.map((document) => text(wire(document))));
  });

  it.each([
    [[{ $limit: 0 }], 15958],
    [[{ $skip: -1 }], 5107200],
    [[{ $sort: {} }], 2],
    [[{ $limit: 1 }, { $set: { both: ['$tags'] } }, { $sort: { tags: 1, both: 1 } }], 2],
    [[{ $group: { n: { $sum: 1 } } }], 15955],
    [[{ $group: { _id: 1, n: 1 } }], 40234],
    [[{ $group: { _id: 1, n: { $sum: ['$a', '$b'] } } }], 40237],
    [[{ $match: {}, $limit: 1 }], 40323],
    [[{ $replaceWith: '$vnd' }], 40228],
    [[{ $project: {} }], 51272],
    [[{ $unset: 5 }], 31120],
    [[{ $sample: { size: 1 } }], 238],
  ])('refuses %j with code %i', async (stages, code) => {
    await expect(answerOf(orders, stages)).rejects.toMatchObject({ code });
  });

  it('holds at most 100 MB', async () => {
    const megabytes = Array.from({ length: 101 }, () => ({ text: 'x'.repeat(1024 * 1024) }));
    await expect(answerOf(megabytes, [{ $sort: { text: 1 } }])).rejects.toMatchObject({
      code: 146,
    });
    expect(await answerOf(megabytes, [{ $sort: { text: 1 } }, { $limit: 1 }, { $unset: 'text' }])).toHaveLength(1);
  });
});
