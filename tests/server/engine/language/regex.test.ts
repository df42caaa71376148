import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex } from '../../../../server/engine/language/regex.ts';

/** How long it takes to try the pattern, in ms of the best of some tries, and what came out. */
function tried(pattern: string, text: string): { tookMs: number; outcome: boolean | string } {
  let tookMs = Number.POSITIVE_INFINITY;
  let outcome: boolean | string = '';
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const before = performance.now();
    try {
      outcome = compileRegex(pattern, '')(text);
    } catch (error) {
      outcome = (error as Error).message;
    }
    tookMs = Math.min(tookMs, performance.now() - before);
  }
  return { tookMs, outcome };
}

describe('a regular expression', () => {
  it.each<[string, string, boolean]>([
    ['(a+)+$', `${'a'.repeat(5_000)}b`, false],
    ['(a|a)*b', 'a'.repeat(5_000), false],
    ['(a|aa)+$', `${'a'.repeat(5_000)}b`, false],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(3_000), false],
    ['a*a*a*a*b', 'a'.repeat(3_000), false],
    ['a?'.repeat(40) + 'a'.repeat(40), 'a'.repeat(40), true],
    ['((((((((((a*)*)*)*)*)*)*)*)*)*)*b', 'a'.repeat(3_000), false],
    ['(?:(?:a{1,4}){1,4}){1,4}b', 'a'.repeat(300), false],
    ['a*b', 'a'.repeat(50_000), false],
    ['miến', 'x'.repeat(900_000), false],
    ['^.{1}(?:\\W{1}|x)$', '😀😀', true],
  ])('is tried in a time that grows with the text only: %.40s', (pattern, text, expected) => {
    const { tookMs, outcome } = tried(pattern, text);
    expect(outcome).toBe(expected);
    expect(tookMs).toBeLessThan(100);
  });

  it.each([
    ['(x*)*y', 'x'.repeat(2_000_000), /too much work for a text of 2000000 characters/],
    [`${'x'.repeat(500)}y`, 'x'.repeat(100_000), /too much work/],
    ['((a{99}){99}){99}', 'a', /too long when written out/],
    ['\\p{L}'.repeat(51), 'a', /at most 50 classes/],
    ['a\0b', 'a\0b', /cannot contain an embedded null byte/],
    ['(a)\\1', 'aa', /The reference \\1 in a regular expression is not supported/],
    ['(?=a)a', 'aa', /Looking ahead or back in a regular expression is not supported/],
    ['(?<!a)b', 'b', /Looking ahead or back/],
  ])('is refused rather than tried too long, or found by guessing: %.40s', (pattern, text, message) => {
    const { tookMs, outcome } = tried(pattern, text);
    expect(outcome).toMatch(message);
    expect(tookMs).toBeLessThan(100);
  });

  const piece = fc.constantFrom(
    'a',
    'b',
    'ab',
    '.',
    '[ab]',
    '[^a]',
    '\\w',
    '\\d',
    '\\b',
    '\\B',
    '^',
    '$',
    'ế',
    'B',
    '|',
    '\n',
  );
  const repeat = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{0,1}?', '{2,}', '*?');
  const sequence = fc.array(fc.tuple(piece, repeat), { minLength: 1, maxLength: 4 }).map((parts) =>
    // A sign of its own cannot be repeated.
    parts.map(([part, sign]) => part + (['\\b', '\\B', '^', '$', '|'].includes(part) ? '' : sign)).join(''),
  );
  const group = fc
    .tuple(fc.constantFrom('(', '(?:', '(?<n>'), sequence, repeat)
    .map(([open, inner, sign]) => `${open}${inner})${sign}`);
  const patterns = fc
    .tuple(fc.oneof(sequence, fc.constant('')), group, fc.oneof(sequence, fc.constant('')))
    .map((parts) => parts.join(''));
  const texts = fc
    .array(fc.constantFrom('a', 'b', 'A', 'ế', '1', ' ', '\n'), { maxLength: 7 })
    .map((parts) => parts.join(''));

  it('finds what JavaScript’s own finds', () => {
    fc.assert(
      fc.property(patterns, texts, fc.constantFrom('', 'i', 'm', 's', 'im'), (pattern, text, options) => {
        // What `$`, `^` and `.` mean in Perl, in JavaScript's words.
        const end = options.includes('m') ? '(?![^\\n])' : '(?=\\n?(?![^]))';
        const own = pattern
          .replace(/(?<!\[)\^/g, options.includes('m') ? '(?<![^\\n])' : '^')
          .replaceAll('.', options.includes('s') ? '[^]' : '[^\\n]')
          .replaceAll('$', () => end);
        const expected = new RegExp(own, options.includes('i') ? 'iu' : 'u').test(text);
        expect(compileRegex(pattern, options)(text), `/${pattern}/${options}`).toBe(expected);
      }),
      { numRuns: process.env.FULL ? 100_000 : 5_000 },
    );
  });
});
