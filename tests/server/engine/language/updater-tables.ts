import { Double, Long } from 'bson';
import type { Document } from '../../../../server/engine/language/values.ts';
import { type Asked, noon } from './ask.ts';

/** A document, an update, and what it makes of the document. */
type Row = [before: Document, update: Document | Document[], after: Document, asked?: Asked];

export const max32 = 2 ** 31 - 1;
export const updaterTables: Record<string, Row[]> = {
  'single values': [
    [{}, { $set: { b: 1, a: 2 } }, { a: 2, b: 1 }],
    [{}, { $set: { 'a.10': 1, 'a.9': 2 } }, { a: { 9: 2, 10: 1 } }],
    [{ a: 1, b: 2 }, { $set: { a: 'x' } }, { a: 'x', b: 2 }],
    [{ a: { b: 1 } }, { $set: { 'a.c.d': 1 } }, { a: { b: 1, c: { d: 1 } } }],
    [{ a: [1] }, { $set: { 'a.3': 9 } }, { a: [1, null, null, 9] }],
    [{ a: [{ b: 1 }] }, { $set: { 'a.0.b': 2 } }, { a: [{ b: 2 }] }],
    [{ a: 1 }, { $setOnInsert: { a: 2 } }, { a: 1 }],
    [{ a: 1, b: { c: 1 } }, { $unset: { a: '', 'b.x': 1, 'z.y': 1, 'b.c.d': 1 } }, { b: { c: 1 } }],
    [{ a: [1, 2] }, { $unset: { 'a.0': 1 } }, { a: [null, 2] }],
    [{ a: 5 }, { $max: { a: 3, b: 7 } }, { a: 5, b: 7 }],
    [{ a: 5 }, { $max: { a: 5.5 } }, { a: 5.5 }],
    [{ a: 1 }, { $set: {} }, { a: 1 }],
  ],
  numbers: [
    [{ a: 1 }, { $inc: { a: 2 } }, { a: 3 }],
    [{ a: max32 }, { $inc: { a: 1 } }, { a: Long.fromNumber(max32 + 1) }],
    [{ a: 1 }, { $inc: { a: Long.fromNumber(2) } }, { a: Long.fromNumber(3) }],
    [{ a: 1 }, { $inc: { a: 0.5 } }, { a: 1.5 }],
    [{ a: new Double(1) }, { $inc: { a: 1 } }, { a: new Double(2) }],
    [{}, { $inc: { a: 5 } }, { a: 5 }],
  ],
  arrays: [
    [{}, { $push: { a: 1 } }, { a: [1] }],
    [{ a: [1] }, { $push: { a: [2] } }, { a: [1, [2]] }],
    [{ a: [1] }, { $push: { a: { $each: [3, 2], $slice: -2 } } }, { a: [3, 2] }],
    [{ a: [1] }, { $push: { a: { $each: [3, 2], $slice: 2 } } }, { a: [1, 3] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [], $slice: 0 } } }, { a: [] }],
    [{ a: [1, 2] }, { $addToSet: { a: { $each: [2, 3, 3] } } }, { a: [1, 2, 3] }],
    [{ a: [1] }, { $addToSet: { a: new Double(1) } }, { a: [1] }],
    [{ a: [{ x: 1 }] }, { $addToSet: { a: { x: 1, y: 2 } } }, { a: [{ x: 1 }, { x: 1, y: 2 }] }],
    [{}, { $addToSet: { a: [1] } }, { a: [[1]] }],
    [{ a: [1, 2, 3, 2] }, { $pull: { a: 2 } }, { a: [1, 3] }],
    [{ a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
    [{ a: [{ b: 1, c: 2 }, { b: 2 }, 7] }, { $pull: { a: { b: 1 } } }, { a: [{ b: 2 }, 7] }],
    [{ a: [{ b: [1, 2] }, { b: [3] }] }, { $pull: { a: { b: { $elemMatch: { $gt: 2 } } } } }, { a: [{ b: [1, 2] }] }],
    [{ a: ['xa', 'b'] }, { $pull: { a: /x/ } }, { a: ['b'] }],
    [{ a: [1, null, 2] }, { $pull: { a: null } }, { a: [1, 2] }],
    [{ x: 1 }, { $pull: { a: 1 } }, { x: 1 }],
  ],
  'array positions': [
    [{ a: [1, 2, 2] }, { $set: { 'a.$': 9 } }, { a: [1, 9, 2] }, { filter: { a: 2 } }],
    [
      { a: [{ b: 1 }, { b: 2 }] },
      { $inc: { 'a.$.n': 1 } },
      { a: [{ b: 1 }, { b: 2, n: 1 }] },
      { filter: { 'a.b': 2 } },
    ],
    [{ a: [1, 2] }, { $inc: { 'a.$[]': 1 } }, { a: [2, 3] }],
    [
      { a: [{ b: [1, 5] }, { b: [6] }] },
      { $set: { 'a.$[].b.$[big]': 0 } },
      { a: [{ b: [1, 0] }, { b: [0] }] },
      { arrayFilters: [{ big: { $gt: 4 } }] },
    ],
    [
      { a: [{ k: 1 }, { k: 2 }] },
      { $set: { 'a.$[x].v': 1 } },
      { a: [{ k: 1 }, { k: 2, v: 1 }] },
      { arrayFilters: [{ 'x.k': 2 }] },
    ],
    [
      { a: [1, 8, 9] },
      { $set: { 'a.$[x]': 0 } },
      { a: [1, 0, 9] },
      { arrayFilters: [{ $and: [{ x: { $gt: 1 } }, { x: { $lt: 9 } }] }] },
    ],
    [{ a: [{ b: [1, 2] }] }, { $pull: { 'a.$[].b': 1 } }, { a: [{ b: [2] }] }],
  ],
  'whole documents and pipelines': [
    [{ _id: 1, a: 1 }, { b: 2 }, { _id: 1, b: 2 }],
    [
      { _id: 1, a: 1 },
      { b: 2, _id: 1 },
      { _id: 1, b: 2 },
    ],
    [{ _id: 1, a: 1 }, {}, { _id: 1 }],
    [{ _id: 1, a: 1 }, [{ $set: { b: { $add: ['$a', 1] } } }, { $unset: 'a' }], { _id: 1, b: 2 }],
    [{ _id: 1, a: 1 }, [{ $replaceWith: { c: '$a' } }], { _id: 1, c: 1 }],
    [{ _id: 1, a: 1, b: 2 }, [{ $project: { b: 1 } }], { _id: 1, b: 2 }],
    [{ _id: 1 }, [{ $set: { at: '$$NOW' } }], { _id: 1, at: noon }],
  ],
};
