import { Double } from 'bson';
import type { Document } from '../../../../server/engine/language/values.ts';

export const orders = [
  { _id: 1, seller: 'a', vnd: 100, tags: ['x', 'y'], place: { id: 7 } },
  { _id: 2, seller: 'b', vnd: 50, tags: [], place: { id: 8 } },
  { _id: 3, seller: 'a', vnd: 25, tags: ['y'] },
  { _id: 4, seller: null, vnd: new Double(0.5), tags: 'x' },
];
const ids = [{ $project: { _id: 1 } }];

/** What is shown, the stages over `orders`, and the answer. */
type Row = [about: string, stages: Document[], expected: Document[]];
export const pipelineRows: Row[] = [
  [
    '$match, $sort, $skip, $limit',
    [{ $match: { vnd: { $lt: 100 } } }, { $sort: { vnd: 1 } }, { $skip: 1 }, { $limit: 1 }, ...ids],
    [{ _id: 3 }],
  ],
  [
    '$sort with a $limit behind',
    [{ $sort: { vnd: -1 } }, { $skip: 1 }, { $limit: 2 }, ...ids],
    [{ _id: 2 }, { _id: 3 }],
  ],
  [
    '$addFields in place and behind',
    [{ $limit: 1 }, { $set: { vnd: { $add: ['$vnd', 1] }, 'place.n': 2, z: '$nope' } }, { $unset: 'tags' }],
    [{ _id: 1, seller: 'a', vnd: 101, place: { id: 7, n: 2 } }],
  ],
  [
    '$addFields with $$REMOVE',
    [{ $limit: 1 }, { $set: { tags: '$$REMOVE', place: '$$REMOVE', seller: 1 } }],
    [{ _id: 1, seller: 1, vnd: 100 }],
  ],
  [
    '$addFields in the documents of an array',
    [{ $limit: 1 }, { $project: { a: [{ b: 1 }, 2] } }, { $set: { 'a.c': 3 } }],
    [{ _id: 1, a: [{ b: 1, c: 3 }, { c: 3 }] }],
  ],
  [
    '$project with computed fields last',
    [{ $limit: 1 }, { $project: { total: '$vnd', seller: 1, _id: 0 } }],
    [{ seller: 'a', total: 100 }],
  ],
  [
    '$project of fields to leave out',
    [{ $limit: 1 }, { $project: { tags: 0, 'place.id': 0 } }],
    [{ _id: 1, seller: 'a', vnd: 100, place: {} }],
  ],
  [
    '$group with sums in the widest type',
    [{ $group: { _id: '$seller', n: { $sum: 1 }, vnd: { $sum: '$vnd' } } }],
    [
      { _id: 'a', n: 2, vnd: 125 },
      { _id: 'b', n: 1, vnd: 50 },
      { _id: null, n: 1, vnd: new Double(0.5) },
    ],
  ],
  [
    '$group with null for missing',
    [{ $group: { _id: '$place.id', all: { $sum: '$_id' } } }],
    [
      { _id: 7, all: 1 },
      { _id: 8, all: 2 },
      { _id: null, all: 7 },
    ],
  ],
  [
    '$group of everything',
    [{ $group: { _id: null, most: { $max: '$vnd' }, last: { $max: '$seller' }, gone: { $max: '$nope' } } }],
    [{ _id: null, most: 100, last: 'b', gone: null }],
  ],
  [
    '$group by equal numbers of different types',
    [{ $project: { k: { $add: ['$vnd', { $subtract: [1, '$vnd'] }] } } }, { $group: { _id: '$k', n: { $sum: 1 } } }],
    [{ _id: 1, n: 4 }],
  ],
  ['$replaceRoot', [{ $limit: 1 }, { $replaceRoot: { newRoot: '$place' } }], [{ id: 7 }]],
];
