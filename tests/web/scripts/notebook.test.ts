import { describe, expect, it, vi } from 'vitest';
import { keypad } from '../../../web/scripts/notebook/keypad.ts';
import { readTyped } from '../../../web/scripts/notebook/numbers.ts';

describe('a number', () => {
  it.each([
    ['1250', { value: 1250 }],
    ['12,5', { value: 12.5 }],
    ['1,25', { value: 1.25 }],
    ['0,125', { value: 0.125 }],
    ['1250,5', { value: 1250.5 }],
    ['1.250', { either: [1250, 1.25] }],
    ['1,250', { either: [1250, 1.25] }],
    ['45,000', { either: [45_000, 45] }],
    ['', null],
    ['12,', null],
    ['1,2,3', null],
  ])('typed as “%s” is read or asked about, never guessed', (text, reading) => {
    expect(readTyped(text)).toEqual(reading);
  });
});

describe('the keypad', () => {
  function pad(last: { value: number; unit: string } | null = null) {
    const answer = vi.fn<(value: number, unit: string) => void>();
    const heard = vi.fn((_keys: readonly string[], words: string) => {
      const said = document.createElement('p');
      said.textContent = words;
      return said;
    });
    const whole = keypad({ words: (key) => key, measure: 'kg', last, min: 0.001, max: 5000, answer, heard });
    const press = (words: string) =>
      [...whole.querySelectorAll('button')].find((one) => one.textContent === words)?.click();
    const type = (number: string) => {
      for (const sign of number) press(sign);
      press('next');
    };
    return { whole, press, type, answer, heard };
  }

  it.each([
    ['1250', 1250],
    ['1,25', 1.25],
    ['45', 45],
  ])('answers %s at once', (typed, value) => {
    const { type, answer } = pad();
    type(typed);
    expect(answer).toHaveBeenCalledExactlyOnceWith(value, 'kg');
  });

  it.each([
    ['1,250', '1250 kg', 1250],
    ['1,250', '1,25 kg', 1.25],
  ])('asks what was meant by %s, and both answers have one reading: %s', (typed, choice, value) => {
    const { type, press, answer, heard } = pad();
    type(typed);
    expect([answer.mock.calls, heard.mock.calls]).toEqual([[], [[['number-which'], 'number.which']]]);
    press(choice);
    expect(answer).toHaveBeenCalledExactlyOnceWith(value, 'kg');
  });

  it.each([
    ['1250', { value: 45, unit: 'kg' }, '1250 kg', 1250],
    ['1,25', { value: 45, unit: 'kg' }, '45 kg', 45],
    ['1,250', { value: 1.2, unit: 'kg' }, '1250 kg', null],
  ])('asks about %s where the last answer was %o', (typed, last, choice, value) => {
    const { type, press, answer } = pad(last);
    type(typed);
    expect(answer).not.toHaveBeenCalled();
    press(choice);
    if (value === null) press('1250 kg');
    expect(answer).toHaveBeenCalledExactlyOnceWith(value ?? 1250, 'kg');
  });

  it.each([
    ['', 'number-none'],
    ['6000', 'number-between'],
  ])('refuses “%s” in words that can be heard', (typed, key) => {
    const { type, answer, heard, whole } = pad();
    type(typed);
    expect(answer).not.toHaveBeenCalled();
    expect(heard.mock.calls.map(([keys]) => keys)).toEqual([[key]]);
    expect(whole.textContent).toContain(key.replace('-', '.'));
  });
});
