import { Double, Long } from 'bson';
import type { Document } from '../../../../server/engine/language/values.ts';

export const orders = [
  { _id: 1, seller: 'a', vnd: 100, tags: ['x', 'y'], place: { id: 7 } },
  { _id: 2, seller: 'b', vnd: 50, tags: [], place: { id: 8 } },
  { _id: 3, seller: 'a', vnd: 25, tags: ['y'] },
  { _id: 4, seller: null, vnd: new Double(0.5), tags: 'x' },
];
export const places = [
  { _id: 7, name: 'Bình Lư', of: ['a'] },
  { _id: 8, name: 'Tam Đường', of: ['b', 'a'] },
  { _id: 9, name: 'none' },
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
    [{ $group: { _id: '$seller', n: { $sum: 1 }, vnd: { $sum: '$vnd' }, mean: { $avg: '$vnd' } } }],
    [
      { _id: 'a', n: 2, vnd: 125, mean: new Double(62.5) },
      { _id: 'b', n: 1, vnd: 50, mean: new Double(50) },
      { _id: null, n: 1, vnd: new Double(0.5), mean: new Double(0.5) },
    ],
  ],
  [
    '$group with null for missing',
    [{ $group: { _id: '$place.id', all: { $push: '$_id' } } }],
    [
      { _id: 7, all: [1] },
      { _id: 8, all: [2] },
      { _id: null, all: [3, 4] },
    ],
  ],
  [
    '$group of everything',
    [
      {
        $group: {
          _id: null,
          first: { $first: '$_id' },
          last: { $last: '$_id' },
          least: { $min: '$seller' },
          most: { $max: '$vnd' },
          kinds: { $addToSet: '$seller' },
          n: { $count: {} },
          places: { $push: '$place' },
          one: { $mergeObjects: '$place' },
          gone: { $first: '$nope' },
        },
      },
    ],
    [
      {
        _id: null,
        first: 1,
        last: 4,
        least: 'a',
        most: 100,
        kinds: ['a', 'b', null],
        n: 4,
        places: [{ id: 7 }, { id: 8 }],
        one: { id: 8 },
        gone: null,
      },
    ],
  ],
  [
    '$group by equal numbers of different types',
    [
      { $project: { k: { $cond: [{ $eq: ['$_id', 1] }, Long.ONE, new Double(1)] } } },
      { $group: { _id: '$k', n: { $sum: 1 } } },
    ],
    [{ _id: Long.ONE, n: 4 }],
  ],
  [
    '$unwind',
    [{ $unwind: '$tags' }, { $project: { tags: 1 } }],
    [
      { _id: 1, tags: 'x' },
      { _id: 1, tags: 'y' },
      { _id: 3, tags: 'y' },
      { _id: 4, tags: 'x' },
    ],
  ],
  [
    '$unwind that keeps the empty',
    [
      { $match: { _id: { $in: [1, 2, 4] } } },
      { $unwind: { path: '$tags', includeArrayIndex: 'i', preserveNullAndEmptyArrays: true } },
      { $project: { tags: 1, i: 1 } },
    ],
    [
      { _id: 1, tags: 'x', i: Long.ZERO },
      { _id: 1, tags: 'y', i: Long.ONE },
      { _id: 2, i: null },
      { _id: 4, tags: 'x', i: null },
    ],
  ],
  ['$count', [{ $match: { seller: 'a' } }, { $count: 'n' }], [{ n: 2 }]],
  ['$count of nothing', [{ $match: { seller: 'q' } }, { $count: 'n' }], []],
  ['$sortByCount', [{ $sortByCount: '$seller' }, { $limit: 1 }], [{ _id: 'a', count: 2 }]],
  ['$replaceRoot', [{ $limit: 1 }, { $replaceRoot: { newRoot: '$place' } }], [{ id: 7 }]],
];
