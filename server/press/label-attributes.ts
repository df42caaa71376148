import type { Paint } from './drawing.ts';
import { broken, type Frame } from './label-frame.ts';
import type { Element } from './svg-subset.ts';

/** Reads the attributes of one element and refuses those that it does not have. */
export class Attributes {
  private readonly element: Element;
  private readonly frame: Frame;

  /** @throws invalid('label-template-broken') when an attribute is not among the known ones. */
  constructor(element: Element, frame: Frame, known: readonly string[]) {
    this.element = element;
    this.frame = frame;
    const strange = Object.keys(element.attributes).find((name) => !known.includes(name));
    if (strange) throw broken(frame, `<${element.name}> has no ${strange}`);
  }

  text(name: string, fallback?: string): string {
    const value = this.element.attributes[name] ?? fallback;
    if (value === undefined) throw broken(this.frame, `<${this.element.name}> needs ${name}`);
    return value;
  }

  /** A number, in millimetres unless the README says otherwise. */
  number(name: string, fallback?: number): number {
    const value = Number(this.text(name, fallback?.toString()).trim() || Number.NaN);
    if (!Number.isFinite(value)) throw broken(this.frame, `${name} of <${this.element.name}> is not a number`);
    return value;
  }

  oneOf<const T extends string>(name: string, choices: readonly T[]): T {
    const value = this.text(name, choices[0]);
    const choice = choices.find((one) => one === value);
    if (!choice) throw broken(this.frame, `${name} of <${this.element.name}> is one of ${choices.join(', ')}`);
    return choice;
  }

  /** A colour by its name in template.json, `white`, `none`, or `#rrggbb`. */
  ink(name: string, fallback: string): string | null {
    const value = this.text(name, fallback);
    return value === 'none' ? null : inkOf(value, this.frame);
  }

  paint(fill: string): Paint {
    return {
      fill: this.ink('fill', fill),
      stroke: this.ink('stroke', 'none'),
      strokeWidth: this.number('stroke-width', 0.2),
    };
  }
}

/** The colour of a name. */
export function inkOf(name: string, frame: Frame): string {
  const colour = name === 'white' ? '#ffffff' : name === 'black' ? '#000000' : (frame.inks[name] ?? name);
  if (!/^#[0-9a-f]{6}$/.test(colour)) throw broken(frame, `${name} is not a colour`);
  return colour;
}
