import { Decimal128, Double, Long } from 'bson';
import { noon } from './ask.ts';

/** The document the expressions are computed on. */
export const expressionDocument = {
  n: 5,
  d: 2.5,
  s: 'Lò Sủi',
  nil: null,
  list: [3, 1, 2],
  docs: [{ k: 'a', v: 1 }, { k: 'b', v: 2 }, { v: 3 }, 9],
  sub: { x: { y: 1 } },
  long: Long.fromString('9007199254740993'),
  dec: Decimal128.fromString('1.10'),
  at: new Date('2026-03-31T17:30:15.250Z'),
};

export const expressionTables: Record<string, [unknown, unknown][]> = {
  'paths and variables': [
    ['$n', 5],
    ['$sub.x.y', 1],
    ['$docs.v', [1, 2, 3]],
    ['$docs.nope', []],
    ['$list.0', []],
    ['$nope', undefined],
    ['$$ROOT.n', 5],
    ['$$CURRENT.n', 5],
    ['$$NOW', noon],
    ['$$given', 'by let'],
    ['$$REMOVE', undefined],
    [{ $literal: '$n' }, '$n'],
    [{ a: '$n', b: '$nope' }, { a: 5 }],
    [
      ['$n', '$nope'],
      [5, null],
    ],
    [{ $let: { vars: { a: '$n', b: 2 }, in: { $add: ['$$a', '$$b'] } } }, 7],
  ],
  numbers: [
    [{ $add: ['$n', 1] }, 6],
    [{ $add: ['$n', '$d'] }, 7.5],
    [{ $add: [] }, 0],
    [{ $add: ['$n', null] }, null],
    [{ $add: [2147483647, 1] }, Long.fromNumber(2147483648)],
    [{ $add: [Long.MAX_VALUE, 1] }, new Double(2 ** 63)],
    [{ $subtract: ['$n', 7] }, -2],
    [{ $subtract: [0, -2147483648] }, Long.fromNumber(2147483648)],
    [{ $subtract: ['$nope', 1] }, null],
    [{ $subtract: [0.5, '$n'] }, -4.5],
    [{ $sum: '$list' }, 6],
    [{ $sum: ['$n', 'x', 1.5] }, 6.5],
    [{ $sum: [0.1, 0.2, 0.3, -0.6] }, new Double(2.7755575615628914e-17)],
    [{ $sum: ['$long', 1] }, Long.fromString('9007199254740994')],
  ],
  comparison: [
    [{ $eq: ['$n', Long.fromNumber(5)] }, true],
    [{ $eq: ['$dec', Decimal128.fromString('1.1')] }, true],
    [{ $eq: ['$nope', '$nil'] }, false],
    [{ $and: ['$n', 'x'] }, true],
    [{ $and: [] }, true],
    [{ $and: [false, { $add: ['$s', 1] }] }, false],
    [{ $not: ['$nil'] }, true],
    [{ $not: [[false]] }, false],
  ],
  arrays: [
    [{ $in: [2, '$list'] }, true],
    [{ $filter: { input: '$list', cond: { $eq: ['$$this', 1] } } }, [1]],
    [{ $filter: { input: '$list', as: 'x', cond: true } }, [3, 1, 2]],
    [{ $map: { input: '$list', as: 'x', in: { $add: ['$$x', '$n'] } } }, [8, 6, 7]],
    [{ $map: { input: '$list', in: '$nope' } }, [null, null, null]],
    [{ $map: { input: '$nil', in: 1 } }, null],
  ],
  objects: [
    [{ $mergeObjects: [{ a: 1, b: 1 }, '$nil', { a: 2 }] }, { a: 2, b: 1 }],
    [{ $mergeObjects: '$nope' }, {}],
    [{ $setField: { field: 'a.b', input: { x: 1 }, value: 2 } }, { x: 1, 'a.b': 2 }],
    [{ $setField: { field: { $literal: '$a' }, input: {}, value: 1 } }, { $a: 1 }],
  ],
};
