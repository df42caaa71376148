import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { DomainError, missing } from '../errors.ts';
import { codeBox, type Drawing } from '../press/drawing.ts';
import { slot } from '../press/fit.ts';
import { broken, type Frame } from '../press/label-frame.ts';
import { drawLabel, requireFit } from '../press/label-svg.ts';
import { compile, motifs } from '../press/markup.ts';
import { inOneColour } from '../press/one-colour.ts';
import { markSample } from '../press/sample-mark.ts';
import { fromRoot } from '../root.ts';
import { missingFields } from './legal-fields.ts';
import { LabelData, TemplateFile } from './template.ts';
import { readAs, readText } from './template-files.ts';

export type { LabelData } from './template.ts';

export interface Template extends TemplateFile {
  id: string;
  sample: LabelData;
  /** The template's folder: its pictures stand there. */
  folder: string;
  markup: (values: object) => string;
  /** It has a tighter layout, without what the law does not ask for, for words that are too long for the first. */
  tightens: boolean;
}

/** How a label is to be drawn. */
export interface Wish {
  /** The kind of product, which says what the law asks for. */
  kind: string;
  /** With a code for each unit. */
  units: boolean;
  /** Without colours. */
  black: boolean;
  /** "MẪU" across it: demonstration data never leaves looking real. */
  sample: boolean;
}

const folder = fromRoot('qr-templates');
/** One of the folders as it is just now: its template, or what is wrong with it. */
export type TemplateFolder = { id: string; template: Template } | { id: string; template: null; problem: DomainError };

let known: ReadonlyMap<string, Template> | null = null;

// Read when first asked for: each is tried in print, which takes longer than all else of a start.
function templates(): ReadonlyMap<string, Template> {
  known ??= templatesIn(readFolders());
  return known;
}

/** Every template that was whole when they were first read, in the order of their ids. */
export const listTemplates = (): Template[] => [...templates().values()];

/** @throws missing('label-template-not-found') */
export function getTemplate(id: string): Template {
  const template = templates().get(id);
  if (!template) throw missing('label-template-not-found', { template: id });
  return template;
}

/** Reads the templates while nobody waits for them, one a turn, so that scans go on between them. */
export async function warmTemplates(): Promise<void> {
  const folders: TemplateFolder[] = [];
  for (const id of folderIds(folder)) {
    await turn();
    if (known) return;
    folders.push(readFolder(folder, id));
  }
  known = templatesIn(folders);
}

/** Reads all folders afresh, new ones too: for the preview of somebody who is making one. */
export const readFolders = (root: string = folder): TemplateFolder[] =>
  folderIds(root).map((id) => readFolder(root, id));

function readFolder(root: string, id: string): TemplateFolder {
  try {
    return { id, template: readTemplate(path.join(root, id)) };
  } catch (error) {
    if (error instanceof DomainError) return { id, template: null, problem: error };
    throw error;
  }
}

/** Reads one folder afresh. @throws missing('label-template-not-found'), invalid('label-template-broken' | 'label-text-too-long') */
export function rereadTemplate(id: string): Template {
  if (!folderIds(folder).includes(id)) throw missing('label-template-not-found', { template: id });
  return readTemplate(path.join(folder, id));
}

/**
 * The drawing of one label; with units, its texts hold a slot for the serial. Words that are too long for the template's layout
 * stand in its tighter one.
 * @throws invalid('label-text-too-long') naming the field that does not fit
 */
export function drawingFor(template: Template, data: LabelData, wish: Wish): Drawing {
  return inRoomiest(template, (tight) => laidOut(template, data, wish, tight));
}

/** Whether there would be bars on it, from its words alone. @throws what `drawingFor` throws for them */
export function requireRoom(template: Template, data: LabelData, wish: Wish): boolean {
  return inRoomiest(template, (tight) => {
    const source = sourceOf(template, data, wish, tight);
    requireFit(source, frameOf(template));
    return source.includes('<bars');
  });
}

/** Does it with the layout as it is designed, else with the tighter one if the template has that. */
function inRoomiest<T>(template: Template, work: (tight: boolean) => T): T {
  try {
    return work(false);
  } catch (error) {
    const isTooLong = error instanceof DomainError && error.code === 'label-text-too-long';
    if (!isTooLong || !template.tightens) throw error;
    return work(true);
  }
}

function sourceOf(template: Template, data: LabelData, wish: Wish, tight: boolean): string {
  const serial = wish.units ? slot : '';
  return template.markup({ ...data, serial, supplementary: supplementary(template, wish.kind), tight });
}

function laidOut(template: Template, data: LabelData, wish: Wish, tight: boolean): Drawing {
  const drawn = drawLabel(sourceOf(template, data, wish, tight), frameOf(template));
  const drawing = wish.black ? inOneColour(drawn) : drawn;
  return wish.sample ? markSample(drawing, wish.black) : drawing;
}

// A label that cannot carry everything the law asks for goes beside the main one (Decree 37/2026, Art. 42).
function supplementary(template: TemplateFile, kind: string): string {
  return missingFields(kind, template.fields).length > 0 ? 'Nhãn phụ' : '';
}

function frameOf(template: TemplateFile & { id: string }): Frame {
  const { id, width, height, inks } = template;
  return { template: id, width, height, inks, motifs };
}

// One broken folder must not keep the market closed: it is left out, and said.
function templatesIn(folders: readonly TemplateFolder[]): Map<string, Template> {
  const whole = new Map<string, Template>();
  for (const one of folders) {
    if (one.template) whole.set(one.id, one.template);
    else process.emitWarning(`qr-templates/${one.id}: ${one.problem.code} ${JSON.stringify(one.problem.facts)}`);
  }
  return whole;
}

function folderIds(root: string): string[] {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const ids = folders.map((entry) => entry.name).filter((name) => /^[a-z0-9-]+$/.test(name));
  return ids.filter((id) => !['motifs', 'pictures', 'posters'].includes(id)).sort();
}

function readTemplate(own: string): Template {
  const file = readAs(TemplateFile, own, 'template.json');
  const sample = readAs(LabelData, own, 'sample.json');
  const source = readText(own, 'label.hbs');
  const template = {
    ...file,
    id: path.basename(own),
    sample,
    folder: own,
    markup: compile(source),
    tightens: source.includes('tight}}'),
  };
  check(template, source);
  return template;
}

/** What holds for every template, tried with its sample: @throws invalid('label-template-broken') */
function check(template: Template, source: string): void {
  const unsaid = template.fields.find((field) => !source.includes(field));
  if (unsaid) throw broken({ template: template.id }, `declares ${unsaid} but does not print it`);
  if (!source.includes('supplementary')) throw broken({ template: template.id }, 'has no place for {{supplementary}}');
  const drawing = tried(template);
  const box = codeBox(drawing);
  const { qr } = template;
  if (box.x !== qr.x || box.y !== qr.y || box.size !== qr.size) {
    throw broken({ template: template.id }, 'the <qr> is not where template.json says');
  }
}

function tried(template: Template): Drawing {
  const wish = { kind: '', units: template.serials !== 'batch', black: false, sample: false };
  try {
    // Also what is seldom printed, so that a mistake there is told to whoever makes it.
    if (template.tightens) laidOut(template, { ...template.sample, ocopStars: 5 }, wish, true);
    drawingFor(template, { ...template.sample, ocopStars: 5 }, wish);
    return drawingFor(template, { ...template.sample, ocopStars: null }, wish);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw broken({ template: template.id }, (error as Error).message);
  }
}
