import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberWords } from '../../../server/stalls/number-words.ts';
import { amountHeard, numberPieces } from '../../../server/voice/money-heard.ts';

describe('the words of a number', () => {
  it.each([
    [0, 'không'],
    [1, 'một'],
    [4, 'bốn'],
    [5, 'năm'],
    [10, 'mười'],
    [11, 'mười một'],
    [14, 'mười bốn'],
    [15, 'mười lăm'],
    [20, 'hai mươi'],
    [21, 'hai mươi mốt'],
    [24, 'hai mươi tư'],
    [25, 'hai mươi lăm'],
    [44, 'bốn mươi tư'],
    [55, 'năm mươi lăm'],
    [91, 'chín mươi mốt'],
    [100, 'một trăm'],
    [101, 'một trăm linh một'],
    [104, 'một trăm linh tư'],
    [105, 'một trăm linh năm'],
    [110, 'một trăm mười'],
    [111, 'một trăm mười một'],
    [115, 'một trăm mười lăm'],
    [121, 'một trăm hai mươi mốt'],
    [554, 'năm trăm năm mươi tư'],
    [1000, 'một nghìn'],
    [1005, 'một nghìn không trăm linh năm'],
    [1024, 'một nghìn không trăm hai mươi tư'],
    [15_000, 'mười lăm nghìn'],
    [60_000, 'sáu mươi nghìn'],
    [105_000, 'một trăm linh năm nghìn'],
    [199_800, 'một trăm chín mươi chín nghìn tám trăm'],
    [1_000_500, 'một triệu không nghìn năm trăm'],
    [1_500_000, 'một triệu năm trăm nghìn'],
    [1_024_000, 'một triệu không trăm hai mươi tư nghìn'],
    [2_000_005, 'hai triệu không nghìn không trăm linh năm'],
    [21_000_000, 'hai mươi mốt triệu'],
    [499_999_999, 'bốn trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín'],
    [1_000_000_000, 'một tỷ'],
  ])('of %i are %s', (number, words) => {
    expect(numberWords(number)).toBe(words);
  });

  it.each([-1, 0.5, 1e12, Number.NaN])('are refused for %d', (number) => {
    expect(() => numberWords(number)).toThrow(RangeError);
  });

  it('are those of one number only, and never end before its last digit', () => {
    const numbers = [...Array.from({ length: 3000 }, (_, n) => n), ...Array.from({ length: 3000 }, (_, n) => n * 9973)];
    const distinct = new Set(numbers);
    expect(new Set([...distinct].map(numberWords)).size).toBe(distinct.size);
  });
});

const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
const after: Record<string, number> = { mốt: 1, tư: 4, lăm: 5 };
const scales: Record<string, number> = { nghìn: 1e3, triệu: 1e6, tỷ: 1e9 };

/** The number that a person writes down who hears these words, digit by digit: made without looking at how they are made. */
function heardAs(words: string): number {
  let [whole, group, digit] = [0, 0, 0];
  for (const word of words.split(' ')) {
    const scale = scales[word];
    if (scale !== undefined) [whole, group, digit] = [whole + (group + digit) * scale, 0, 0];
    else if (word === 'trăm') [group, digit] = [digit * 100, 0];
    else if (word === 'mươi') [group, digit] = [group + digit * 10, 0];
    else if (word === 'mười') [group, digit] = [group + 10, 0];
    else if (word !== 'linh') digit = after[word] ?? digits.indexOf(word);
  }
  return whole + group + digit;
}

describe('any amount', () => {
  const amounts = fc.oneof(
    fc.nat(9999),
    fc.integer({ min: 0, max: 999_999_999_999 }),
    fc.nat(999_999).map((thousands) => thousands * 1000),
  );

  it('is written down as the same number by who hears its words, with mốt, tư, lăm and linh in their places', () => {
    fc.assert(
      fc.property(amounts, (number) => {
        const words = numberWords(number);
        expect(heardAs(words)).toBe(number);
        // After tens it is mốt and lăm, from twenty on tư; behind linh a one stays một, a five năm.
        expect(words).not.toMatch(/mươi (một|bốn|năm)(?! trăm)|mười (mốt|tư|năm)(?! trăm)|linh (mốt|bốn|lăm)/);
        expect(words).not.toMatch(/(^|trăm |nghìn |triệu |tỷ )(mốt|tư|lăm)/);
      }),
      { numRuns: 2000, seed: 15 },
    );
  });

  it('is put together of pieces that each people says in its own words', () => {
    const says = new Map(numberPieces.map(({ key, says: words }) => [key, words]));
    fc.assert(
      fc.property(amounts, (number) => {
        const pieces = amountHeard(numberWords(number)).map((key) => says.get(key));
        expect(pieces.join(' ')).toBe(`${numberWords(number)} đồng`);
      }),
      { numRuns: 2000, seed: 15 },
    );
  });
});
