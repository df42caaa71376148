import { expect, it } from 'vitest';
import { englishUnit } from '../../../server/catalog/unit-names.ts';
import { directionOf, kindOf } from '../../../server/payments/statement-columns.ts';
import { readAmount } from '../../../server/reading/amounts.ts';
import { readArea } from '../../../server/reading/areas.ts';
import { readDay, readInstant } from '../../../server/reading/days.ts';
import { readDecimal, readWhole } from '../../../server/reading/numbers.ts';
import { readPosition } from '../../../server/reading/positions.ts';
import { noon } from '../../support/services.ts';

// What every JavaScript object answers to is no word of ours: no reader takes it for one.
it.each(Object.getOwnPropertyNames(Object.prototype))('%s is nothing that a reader knows', (word) => {
  const readings = [
    readDay(word, noon),
    readInstant(word, noon),
    readAmount(word),
    readAmount(`5 ${word}`),
    readArea(`5 ${word}`, word),
    readDecimal(`5 ${word}`),
    readWhole(word),
    readPosition(word),
  ];
  expect(readings.filter((reading) => 'value' in reading)).toEqual([]);
  expect([directionOf(word), kindOf(word), englishUnit(word)]).toEqual([null, 'none', null]);
});
