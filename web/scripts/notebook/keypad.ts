import { keyGrid } from '../keys/key-grid.ts';
import { button, h } from './dom.ts';
import { readTyped } from './numbers.ts';
import { numberText, type Words } from './words.ts';

interface Asked {
  words: Words;
  measure: string;
  /** Other units: tapping the unit goes on to the next. */
  units?: { value: string; title: string }[] | undefined;
  /** The last answer, offered. */
  last: { value: number; unit: string } | null;
  /** What is plausible. */
  min?: number | undefined;
  max?: number | undefined;
  answer: (value: number, unit: string) => void;
  /** Words that refuse, as they are shown and heard. */
  heard: (keys: readonly string[], words: string) => HTMLElement;
}

const numberKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', ',', '0', '⌫'];
const longest = 10;
const farFromLast = 10;

/** A keypad of our own: large keys, the unit in sight, the last answer offered, and of `1,250` asked what was meant. */
class Keypad {
  private typed = '';
  private unit: string;
  private readonly asked: Asked;
  private readonly shown = h('output', { class: 'note__number', 'aria-live': 'polite' });
  private readonly note = h('div', { class: 'stack' });
  private readonly unitButton: HTMLElement;

  constructor(asked: Asked) {
    this.asked = asked;
    this.unit = asked.measure;
    this.unitButton =
      (asked.units ?? []).length > 1
        ? h('button', { type: 'button', class: 'button button--quiet', onclick: () => this.nextUnit() })
        : h('span');
    this.show();
  }

  whole(): HTMLElement {
    const { words, last, answer } = this.asked;
    const offered = last && words('last', { answer: this.withUnit(last.value, last.unit) });
    return h(
      'div',
      { class: 'stack' },
      last && offered !== null ? button(offered, () => answer(last.value, last.unit)) : null,
      h('div', { class: 'note__line' }, this.shown, this.unitButton),
      this.note,
      keyGrid(numberKeys, words('number.erase'), (key) => this.press(key)),
      button(words('next'), () => this.enter(), 'button--big'),
    );
  }

  private press(key: string): void {
    if (key === '⌫') this.typed = this.typed.slice(0, -1);
    else if (this.typed.length < longest && !(key === ',' && /^$|,/.test(this.typed))) this.typed += key;
    this.show();
  }

  private enter(): void {
    const reading = readTyped(this.typed);
    const { words } = this.asked;
    if (reading === null) return this.refuse('number-none', words('number.none'));
    if ('value' in reading) return this.weigh(reading.value);
    this.ask('number.which', reading.either, (one) => this.weigh(one));
  }

  /** A number far from the last answer is asked about: a comma was forgotten, or the unit is another. */
  private weigh(value: number): void {
    const { last } = this.asked;
    const ratio = last !== null && last.unit === this.unit && last.value > 0 && value > 0 ? value / last.value : 1;
    if (ratio > 1 / farFromLast && ratio < farFromLast) return this.done(value);
    this.ask('number.far', [value, (last ?? { value }).value], (one) => this.done(one));
  }

  private ask(key: 'number.which' | 'number.far', choices: readonly number[], choose: (value: number) => void): void {
    this.refuse(key.replace('.', '-'), this.asked.words(key));
    // Without dots, so that none of them has two readings again.
    const said = (value: number): string => `${String(value).replace('.', ',')} ${this.titleOf(this.unit)}`;
    this.note.append(...choices.map((one) => button(said(one), () => choose(one), 'button--quiet')));
  }

  private done(value: number): void {
    const { words, min = 0, max = 1_000_000, answer } = this.asked;
    if (value >= min && value <= max) answer(value, this.unit);
    else this.refuse('number-between', words('number.between', { min: numberText(min), max: numberText(max) }));
  }

  private nextUnit(): void {
    const { units = [] } = this.asked;
    const place = units.findIndex(({ value }) => value === this.unit);
    this.unit = units[(place + 1) % units.length]?.value ?? this.unit;
    this.show();
  }

  private refuse(key: string, words: string): void {
    this.show();
    this.note.append(this.asked.heard([key], words));
  }

  private show(): void {
    this.shown.textContent = this.typed === '' ? '–' : this.typed;
    this.unitButton.textContent = this.titleOf(this.unit);
    this.note.textContent = '';
  }

  private readonly titleOf = (unit: string): string =>
    this.asked.units?.find(({ value }) => value === unit)?.title ?? unit;

  private readonly withUnit = (value: number, unit: string): string => `${numberText(value)} ${this.titleOf(unit)}`;
}

/** Asks for a number; what is typed is answered once it has one reading and is plausible. */
export const keypad = (asked: Asked): HTMLElement => new Keypad(asked).whole();
