import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';
import { fromRoot } from '../root.ts';
import { type Element, readElements } from './svg-subset.ts';

/** The patterns that run along bands, by the names of their files. */
export const motifs = readMotifs(fromRoot('qr-templates/motifs'));

/** Reads a `.hbs` of a label. An engine of its own: what pages may do with helpers is not for labels. */
export function compile(source: string): (values: object) => string {
  return Handlebars.create().compile(source, { strict: true, preventIndent: true });
}

function readMotifs(folder: string): Map<string, Element> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.svg'));
  return new Map(
    files.map((name) => [path.basename(name, '.svg'), readElements(readFileSync(path.join(folder, name), 'utf8'))]),
  );
}
