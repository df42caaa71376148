import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { sourcesBelow } from './imports.ts';

const read = (file: string): string => readFileSync(fromRoot(file), 'utf8');
const rule = ['server/provenance/verdict.ts', 'server/provenance/verdicts.ts'];

const publicSources = ['server/provenance', 'server/storefront'].flatMap((room) => sourcesBelow(room));
const publicViews = ['web/views/provenance', 'web/views/storefront'].flatMap((room) => sourcesBelow(room, '.hbs'));

describe('what the public is told of goods', () => {
  it('is judged by the one table: no other file there weighs the facts', () => {
    const weighs = /\bchain\.ok\b|\bexpiresOn!? [<>]|\bgate [!=]== |\bkind:.*'(?:genuine|genuine-but|caution)'/;
    expect(rule.filter((file) => !weighs.test(read(file)))).toEqual([]);
    expect(publicSources.filter((file) => !rule.includes(file) && weighs.test(read(file)))).toEqual([]);
  });

  it('is asked for by every page that lists batches, and no view makes its own', () => {
    expect(publicViews.length).toBeGreaterThan(10);
    const own = /\{\{#(?:if|unless) (?:this\.|batch\.)?(?:expired|outside|outsideLimit|chainWhole|gate|copied)\b/;
    expect(publicViews.filter((file) => own.test(read(file)))).toEqual([]);
  });
});
