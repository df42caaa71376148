import { Decimal128, Double, Long, Timestamp } from 'bson';
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
    [{ a: 5 }, { $min: { a: 3 }, $max: { b: 7 } }, { a: 3, b: 7 }],
    [{ a: 5 }, { $min: { a: 'x' } }, { a: 5 }],
    [{ a: 5 }, { $max: { a: 5.5 } }, { a: 5.5 }],
    [{ a: null }, { $min: { a: 1 } }, { a: null }],
    [{ a: 1, b: 2, c: 3 }, { $rename: { a: 'c' } }, { b: 2, c: 1 }],
    [{ a: { x: 1 } }, { $rename: { 'a.x': 'b.y' } }, { a: {}, b: { y: 1 } }],
    [{ a: 1 }, { $rename: { zz: 'b' } }, { a: 1 }],
    [
      {},
      { $currentDate: { a: true, b: { $type: 'timestamp' } } },
      { a: noon, b: new Timestamp({ t: noon.getTime() / 1000, i: 1 }) },
    ],
    [{ a: 1 }, { $set: {} }, { a: 1 }],
  ],
  numbers: [
    [{ a: 1 }, { $inc: { a: 2 } }, { a: 3 }],
    [{ a: max32 }, { $inc: { a: 1 } }, { a: Long.fromNumber(max32 + 1) }],
    [{ a: 1 }, { $inc: { a: Long.fromNumber(2) } }, { a: Long.fromNumber(3) }],
    [{ a: 1 }, { $inc: { a: 0.5 } }, { a: 1.5 }],
    [{ a: new Double(1) }, { $inc: { a: 1 } }, { a: new Double(2) }],
    [{ a: Decimal128.fromString('1.10') }, { $inc: { a: 2 } }, { a: Decimal128.fromString('3.10') }],
    [{ a: 0.1 }, { $inc: { a: Decimal128.fromString('0.2') } }, { a: Decimal128.fromString('0.3') }],
    [{}, { $inc: { a: 5 } }, { a: 5 }],
    [{}, { $mul: { a: Long.fromNumber(5), b: 1.5, c: 3 } }, { a: Long.ZERO, b: new Double(0), c: 0 }],
    [{ a: 3 }, { $mul: { a: 2 } }, { a: 6 }],
    [
      { a: Decimal128.fromString('2') },
      { $mul: { a: Decimal128.fromString('1.5') } },
      { a: Decimal128.fromString('3.0') },
    ],
  ],
  arrays: [
    [{}, { $push: { a: 1 } }, { a: [1] }],
    [{ a: [1] }, { $push: { a: [2] } }, { a: [1, [2]] }],
    [{ a: [1] }, { $push: { a: { $each: [3, 2], $sort: 1, $slice: -2 } } }, { a: [2, 3] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: 1 } } }, { a: [1, 9, 2] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 9, 2] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [], $slice: 0 } } }, { a: [] }],
    [
      { a: [{ n: 2 }, { n: 1, m: 1 }] },
      { $push: { a: { $each: [{}], $sort: { n: 1 } } } },
      { a: [{}, { n: 1, m: 1 }, { n: 2 }] },
    ],
    [{ a: [1, 2] }, { $addToSet: { a: { $each: [2, 3, 3] } } }, { a: [1, 2, 3] }],
    [{ a: [1] }, { $addToSet: { a: new Double(1) } }, { a: [1] }],
    [
      { a: [{ x: 1, y: 2 }] },
      { $addToSet: { a: { y: 2, x: 1 } } },
      {
        a: [
          { x: 1, y: 2 },
          { y: 2, x: 1 },
        ],
      },
    ],
    [{ a: [1, 2, 3] }, { $pop: { a: 1 } }, { a: [1, 2] }],
    [{ a: [1, 2, 3] }, { $pop: { a: -1, b: 1 } }, { a: [2, 3] }],
    [{ a: [1, 2, 3, 2] }, { $pull: { a: 2 } }, { a: [1, 3] }],
    [{ a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
    [{ a: [{ b: 1, c: 2 }, { b: 2 }, 7] }, { $pull: { a: { b: 1 } } }, { a: [{ b: 2 }, 7] }],
    [{ a: [{ b: [1, 2] }, { b: [3] }] }, { $pull: { a: { b: { $elemMatch: { $gt: 2 } } } } }, { a: [{ b: [1, 2] }] }],
    [{ a: ['xa', 'b'] }, { $pull: { a: /^x/ } }, { a: ['b'] }],
    [{ a: [1, null, 2] }, { $pull: { a: null } }, { a: [1, 2] }],
    [{ a: [1, 2, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
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
