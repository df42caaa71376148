import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import { invalid, type Mistake } from '../errors.ts';

const mostBytes = 2 * 1024 * 1024;
/** A file of Word packed a thousandfold would fill the memory. */
const mostUnpacked = 30 * 1024 * 1024;

/** The document that a template and what its placeholders say make. @throws what `readTemplate` throws */
export function fillTemplate(template: Buffer, data: Record<string, unknown>): Buffer {
  const document = open(template);
  document.render(data);
  return document.toBuffer({ compression: 'DEFLATE' });
}

/**
 * Looks whether a file is a template that can be filled: a moved placeholder is as good as it was; one that is missing, or that
 * nobody knows, is told by its name.
 * @throws invalid('mistakes') at `/file`: 'not-word', 'placeholder-broken', 'placeholder-unknown', 'placeholder-missing'
 */
export function readTemplate(template: Buffer, known: readonly string[]): void {
  // Its types forget this method; the module for it needs a package that it does not name.
  const { document, headers, footers } = (open(template) as unknown as { getTags: () => Tags }).getTags();
  const found = new Set([document, ...headers, ...footers].flatMap((part) => (part ? [...namesIn(part.tags)] : [])));
  const unknown = [...found].filter((name) => !known.includes(name));
  const missing = known.filter((name) => !found.has(name));
  const mistakes = [
    ...unknown.map((name) => mistake('placeholder-unknown', { name: `{${name}}` })),
    ...missing.map((name) => mistake('placeholder-missing', { name: `{${name}}` })),
  ];
  if (mistakes.length > 0) throw invalid('mistakes', {}, mistakes);
}

interface Part {
  tags: object;
}

interface Tags {
  document?: Part;
  headers: Part[];
  footers: Part[];
}

function open(template: Buffer): Docxtemplater {
  const zip = unpack(template);
  try {
    // Who looks for an empty place finds nothing rather than "undefined".
    return new Docxtemplater(zip, { paragraphLoop: true, linebreaks: true, errorLogging: false, nullGetter: () => '' });
  } catch (error) {
    throw invalid('mistakes', {}, brokenIn(error));
  }
}

function unpack(template: Buffer): PizZip {
  const notWord = invalid('mistakes', {}, [mistake('not-word', {})]);
  if (template.length > mostBytes) throw notWord;
  try {
    const zip = new PizZip(template);
    const sizes = Object.values(zip.files).map((file) => unpackedSize(file));
    if (!zip.file('word/document.xml') || sizes.reduce((sum, size) => sum + size, 0) > mostUnpacked) throw notWord;
    return zip;
  } catch {
    throw notWord;
  }
}

const unpackedSize = (file: object): number =>
  (file as { _data?: { uncompressedSize?: number } })._data?.uncompressedSize ?? 0;

interface BrokenTag {
  properties?: { xtag?: string; id?: string };
}

// A brace that nobody closed, a list that ends elsewhere: the library names the tag.
function brokenIn(error: unknown): Mistake[] {
  const { properties } = error as { properties?: BrokenTag['properties'] & { errors?: BrokenTag[] } };
  const broken = properties?.errors ?? (properties?.id ? [{ properties }] : null);
  if (!broken) return [mistake('not-word', {})];
  return broken.slice(0, 10).map((one) => mistake('placeholder-broken', { name: `{${one.properties?.xtag ?? ''}}` }));
}

function namesIn(tags: object): Set<string> {
  const names = new Set<string>();
  for (const [name, inner] of Object.entries(tags)) {
    names.add(name);
    for (const one of namesIn(inner as object)) names.add(one);
  }
  return names;
}

const mistake = (code: string, facts: Record<string, string>): Mistake => ({ pointer: '/file', code, facts });
