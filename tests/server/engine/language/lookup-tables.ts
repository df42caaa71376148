import type { Document } from '../../../../server/engine/language/values.ts';

/** What is shown, the stages over `orders`, and the answer. */
type Row = [about: string, stages: Document[], expected: Document[]];

const ids = [{ $project: { _id: 1 } }];

export const lookupRows: Row[] = [
  [
    '$lookup by fields',
    [
      { $match: { _id: { $lte: 2 } } },
      { $lookup: { from: 'places', localField: 'place.id', foreignField: '_id', as: 'at' } },
      { $project: { 'at.name': 1 } },
    ],
    [
      { _id: 1, at: [{ name: 'Bình Lư' }] },
      { _id: 2, at: [{ name: 'Tam Đường' }] },
    ],
  ],
  [
    '$lookup of a missing field as null',
    [
      { $match: { _id: 3 } },
      { $lookup: { from: 'places', localField: 'place.id', foreignField: 'of', as: 'at' } },
      { $project: { 'at._id': 1 } },
    ],
    [{ _id: 3, at: [{ _id: 9 }] }],
  ],
  [
    '$lookup in arrays of the other side',
    [
      { $match: { _id: 3 } },
      { $lookup: { from: 'places', localField: 'seller', foreignField: 'of', as: 'at' } },
      { $project: { 'at._id': 1 } },
    ],
    [{ _id: 3, at: [{ _id: 7 }, { _id: 8 }] }],
  ],
  [
    '$lookup by a pipeline',
    [
      { $match: { _id: 1 } },
      {
        $lookup: {
          from: 'places',
          let: { p: '$place.id' },
          pipeline: [
            { $match: { _id: { $gt: 1 } } },
            { $match: { $expr: { $gt: ['$_id', '$$p'] } } },
            { $project: { n: '$$p' } },
          ],
          as: 'at',
        },
      },
      { $project: { at: 1 } },
    ],
    [
      {
        _id: 1,
        at: [
          { _id: 8, n: 7 },
          { _id: 9, n: 7 },
        ],
      },
    ],
  ],
  [
    '$lookup by fields and pipeline',
    [
      { $match: { _id: 1 } },
      {
        $lookup: {
          from: 'places',
          localField: 'seller',
          foreignField: 'of',
          pipeline: [{ $match: { _id: 8 } }, { $project: { _id: 1 } }],
          as: 'at',
        },
      },
      { $project: { at: 1 } },
    ],
    [{ _id: 1, at: [{ _id: 8 }] }],
  ],
  [
    '$facet',
    [{ $facet: { n: [{ $count: 'n' }], first: [{ $limit: 1 }, ...ids], none: [{ $match: { _id: 0 } }] } }],
    [{ n: [{ n: 4 }], first: [{ _id: 1 }], none: [] }],
  ],
  [
    '$lookup with a computed variable',
    [
      { $match: { _id: 1 } },
      {
        $lookup: {
          from: 'places',
          let: { n: { $size: '$tags' } },
          pipeline: [
            { $match: { of: { $exists: true } } },
            { $match: { $expr: { $eq: [{ $size: '$of' }, '$$n'] } } },
            ...ids,
          ],
          as: 'at',
        },
      },
      { $project: { at: 1 } },
    ],
    [{ _id: 1, at: [{ _id: 8 }] }],
  ],
];
