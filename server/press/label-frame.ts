import { invalid } from '../errors.ts';
import type { Element } from './svg-subset.ts';

/** What the markup of one label may refer to. */
export interface Frame {
  template: string;
  width: number;
  height: number;
  /** Names of colours, such as `accent`. */
  inks: Readonly<Record<string, string>>;
  motifs: ReadonlyMap<string, Element>;
}

/** The mistake of a template, in words for the person who edits it. */
export const broken = (frame: Pick<Frame, 'template'>, reason: string) =>
  invalid('label-template-broken', { template: frame.template, reason });
