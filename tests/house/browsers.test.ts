import { readFileSync } from 'node:fs';
import type { CompatData, CompatStatement, Identifier, SupportStatement } from '@mdn/browser-compat-data';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { scriptFiles, viewFiles } from './imports.ts';

// The build lowers the language to Chrome 70 and Safari 13, but what browsers offer to call it cannot lower: a call of something
// newer throws there. A name counts as known when some interface of these browsers has it; what a script asks for first
// (`'name' in …`, `typeof ….name`) it may use, and what it catches.
const bcd = JSON.parse(readFileSync(fromRoot('node_modules/@mdn/browser-compat-data/data.json'), 'utf8')) as CompatData;
const oldest = { chrome: 70, safari: 13 };

const isThere = (support: SupportStatement | undefined, since: number): boolean => {
  const [first] = [support].flat();
  const added = first?.version_added;
  if (typeof added !== 'string' || first?.flags) return false;
  return added === 'preview' ? false : Number.parseFloat(added.replace('≤', '')) <= since;
};

const isOld = ({ support }: CompatStatement): boolean =>
  isThere(support.chrome, oldest.chrome) && isThere(support.safari, oldest.safari);

/** What is called or made, and what is handed over in a call's options: our own objects may call their members as they like. */
const known = new Map<string, boolean>();
const handed = new Map<string, boolean>();
function learn(name: string, { __compat, ...inner }: Identifier): void {
  if (__compat) known.set(name, (known.get(name) ?? false) || isOld(__compat));
  for (const [key, one] of Object.entries(inner)) learn(key.replace(/_(static|event)$/, ''), one);
  // `options_imageOrientation_parameter`: a member of what is handed over.
  const [, member] = /^\w+?_(\w+)_parameter$/.exec(name) ?? [];
  if (member && __compat) handed.set(member, (handed.get(member) ?? false) || isOld(__compat));
}
for (const branch of [bcd.api, bcd.javascript.builtins ?? {}]) {
  for (const [name, one] of Object.entries(branch)) learn(name, one as Identifier);
}

// Where there is no clipboard, scripts copy in the old way.
const caught = new Set(['writeText']);

/** What a script calls or hands over that no browser of the oldest has. */
function tooNew(source: string): string[] {
  const { code } = transformSync(source, { loader: 'ts', legalComments: 'none' });
  const used = [...code.matchAll(/\.(\w+)\(|\bnew (\w+)\(/g)].map(([, a, b]) => a ?? b ?? '');
  const options = [...code.matchAll(/\b(\w+):\s/g)].map(([, name = '']) => name);
  const asked = (name: string) => new RegExp(`["']${name}["'] in |typeof [\\w.]*\\b${name}\\b`).test(code);
  const wrong = [
    ...used.filter((name) => known.get(name) === false),
    ...options.filter((name) => handed.get(name) === false && known.get(name) !== true),
  ];
  return [...new Set(wrong)].filter((name) => !caught.has(name) && !asked(name));
}

describe('the scripts', () => {
  it('call nothing that Chrome 70 or Safari 13 does not have', () => {
    const wrong = scriptFiles().flatMap((file) =>
      tooNew(readFileSync(fromRoot(file), 'utf8')).map((name) => `${file}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    'list.at(-1)',
    'box.replaceChildren(a)',
    'text.replaceAll("a", "b")',
    'new ClipboardItem({})',
    'one.checkVisibility()',
    "draw(photo, { imageOrientation: 'from-image' })",
  ])('would be told of %s', (code) => expect(tooNew(code)).toHaveLength(1));
});

describe('the pages', () => {
  // The browsers in chat apps open none: the tap does nothing.
  it('open no window of their own', () => {
    const files = [...viewFiles(), ...scriptFiles()];
    const opening = files.filter((file) =>
      /target="?_|window\.open\(|\.target = /.test(readFileSync(fromRoot(file), 'utf8')),
    );
    expect(opening).toEqual([]);
  });
});

describe('the style sheet', () => {
  it('says nothing in layers, which browsers before Chrome 99 and Safari 15.4 skip whole', () => {
    const { 'main.css': address = '' } = JSON.parse(readFileSync(fromRoot('dist/web/manifest.json'), 'utf8')) as Record<
      string,
      string
    >;
    expect(readFileSync(fromRoot(`dist/web${address}`), 'utf8')).not.toMatch(/@layer|@container|@scope/);
  });
});
