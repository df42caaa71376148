import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText, slugOf } from '../../../server/fold.ts';
import { skeleton } from '../../../server/reading/letters.ts';
import { readLines, readName, readText, readTyped } from '../../../server/reading/text.ts';

describe('text', () => {
  it.each([
    ['𝗠𝗶𝗲̂́𝗻 𝗱𝗼𝗻𝗴', 'Miến dong'],
    ['Ｍｉến　ｄｏｎｇ', 'Miến dong'],
    ['𝓑ì𝓷𝓱 ℒư', 'Bình Lư'],
    ['Ⓜiến', 'Miến'],
    ['🅼iến', 'Miến'],
    ['Mie\u0302\u0301n', 'Miến'],
    ['Than U\u200byên', 'Than Uyên'],
    ['Hộ \u202eaB oàT', 'Hộ aB oàT'],
    ['a\u00adb\ufeffc\u2066d\u2069', 'abcd'],
    ['ꪁꪮꪒ ꪼꪕ', 'ꪁꪮꪒ ꪼꪕ'],
    ['ລາວ ไทย', 'ລາວ ไทย'],
    ['½ kg ™ m² № 5 °C', '½ kg ™ m² № 5 °C'],
    ['👨‍👩‍👧 ❤️ 👍🏽', '👨‍👩‍👧 ❤️ 👍🏽'],
    ['  hai   chữ ', 'hai chữ'],
  ])('is kept as it is meant: %s', (typed, value) => {
    expect(readText(typed)).toEqual({ value });
  });

  it.each([
    ['   ', 'required'],
    ['\u200b \u200b', 'nothing-visible'],
    ['\u3164', 'nothing-visible'],
    ['\u2800\u2800', 'nothing-visible'],
    ['\u115f\uffa0', 'nothing-visible'],
    ['\u0301', 'nothing-visible'],
    ['\ufe0f', 'nothing-visible'],
    ['a\u0000b', 'strange-letters'],
    ['a\ue000', 'strange-letters'],
    ['a\ud800', 'strange-letters'],
    ['a\uffff', 'strange-letters'],
    [`a${'\u0335'.repeat(5)}`, 'strange-letters'],
  ])('that cannot be read is refused: %j', (typed, code) => {
    expect(readText(typed)).toMatchObject({ code });
  });

  it('names the letters it refuses', () => {
    expect(readText('a\u0007b\ue000')).toMatchObject({ facts: { letters: 'U+0007, U+E000' } });
    expect(readName('Gạo Sénɡ Cù')).toEqual({ value: 'Gạo Sénɡ Cù' });
    expect(readName('Gạо Séng Cù')).toEqual({ code: 'mixed-letters', facts: { letter: 'о' } });
    expect(readName('Анна')).toEqual({ value: 'Анна' });
  });

  it('keeps its lines', () => {
    expect(readLines('một\r\nhai\tba\u2028bốn')).toEqual({ value: 'một\nhai ba\nbốn' });
  });

  it('is the same when it comes in a second time, and holds nothing that nobody sees', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(anything, (typed) => {
        const reading = readText(typed);
        if (!('value' in reading)) return;
        expect(readText(reading.value)).toEqual(reading);
        expect(reading.value).not.toMatch(/[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u3164\ufeff]/);
      }),
    );
  });

  it('that looks alike has one skeleton', () => {
    const plain = skeleton('Séng Cù Than Uyên');
    for (const other of [
      'Séng-Cù  Than.Uyên',
      'SÉNG CÙ THAN UYÊN',
      'Ѕénɡ Сù Тhаn Uуên',
      'Séng Cù Than U\u200byên',
      '𝗦𝗲́𝗻𝗴 𝗖𝘂̀ 𝗧𝗵𝗮𝗻 𝗨𝘆𝗲̂𝗻',
    ]) {
      expect(skeleton(other)).toBe(plain);
    }
    expect(skeleton('Séng Cù Bình Lư')).not.toBe(plain);
  });

  it('in styled letters has the address and the search words of the plain ones', () => {
    expect(slugOf('𝗠𝗶𝗲̂́𝗻 𝗱𝗼𝗻𝗴', 'san-pham')).toBe('mien-dong');
    expect(foldText('Ｍｉến dong')).toBe('mien dong');
  });

  it('typed for a code loses what was pasted along', () => {
    expect(readTyped('\u202a0912\u00a0345\u2013678\u202c\u200b')).toBe('0912 345-678');
  });
});
