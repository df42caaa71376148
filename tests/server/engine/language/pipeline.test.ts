import { describe, expect, it } from 'vitest';
import { answerOf, text, wire } from './ask.ts';
import { lookupRows } from './lookup-tables.ts';
import { orders, pipelineRows, places } from './pipeline-tables.ts';

describe('compilePipeline', () => {
  it.each([...pipelineRows, ...lookupRows])('answers %s', async (_about, stages, expected) => {
    expect((await answerOf(orders, stages, { places })).map(text)).toEqual(
      expected.map((document) => text(wire(document))),
    );
  });

  it.each([
    [[{ $limit: 0 }], 15958],
    [[{ $skip: -1 }], 5107200],
    [[{ $sort: {} }], 2],
    [[{ $limit: 1 }, { $set: { both: ['$tags'] } }, { $sort: { tags: 1, both: 1 } }], 2],
    [[{ $group: { n: { $sum: 1 } } }], 15955],
    [[{ $group: { _id: 1, n: 1 } }], 40234],
    [[{ $group: { _id: 1, n: { $sum: ['$a', '$b'] } } }], 40237],
    [[{ $unwind: 'tags' }], 28818],
    [[{ $match: {}, $limit: 1 }], 40323],
    [[{ $replaceWith: '$vnd' }], 40228],
    [[{ $facet: { a: [{ $facet: { b: [] } }] } }], 40600],
    [[{ $lookup: { from: 'places', as: 'x' } }], 9],
    [[{ $lookup: { from: 'places', as: 'x', pipeline: [{ $out: 'y' }] } }], 238],
    [[{ $project: {} }], 51272],
    [[{ $unset: 5 }], 31120],
    [[{ $count: '$n' }], 40158],
    [[{ $sample: { size: 1 } }], 238],
  ])('refuses %j with code %i', async (stages, code) => {
    await expect(answerOf(orders, stages)).rejects.toMatchObject({ code });
  });

  it('holds at most 100 MB', async () => {
    const megabytes = Array.from({ length: 101 }, () => ({ text: 'x'.repeat(1024 * 1024) }));
    await expect(answerOf(megabytes, [{ $group: { _id: null, all: { $push: '$text' } } }])).rejects.toMatchObject({
      code: 146,
    });
    expect(
      await answerOf(megabytes, [{ $sort: { text: 1 } }, { $limit: 1 }, { $project: { n: { $strLenCP: '$text' } } }]),
    ).toHaveLength(1);
  });
});
