import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { messageKeys } from '../../server/http/messages.ts';
import { endpointsOf } from '../../server/rooms.ts';
import { fromRoot } from '../../server/root.ts';
import { testServices } from '../support/services.ts';
import { sourcesBelow } from './imports.ts';

const read = (file: string): string => readFileSync(fromRoot(file), 'utf8');
const matches = (files: string[], pattern: RegExp): string[] => [
  ...new Set(files.flatMap((file) => [...read(file).matchAll(pattern)].map((match) => match[1] ?? ''))),
];

const vi = new Set(messageKeys('vi'));
const en = new Set(messageKeys('en'));
const views = sourcesBelow('web/views', '.hbs');

describe('the words people read', () => {
  it('are there in both languages', () => {
    expect({
      onlyVietnamese: [...vi].filter((key) => !en.has(key)),
      onlyEnglish: [...en].filter((key) => !vi.has(key)),
    }).toEqual({
      onlyVietnamese: [],
      onlyEnglish: [],
    });
  });

  it('name the same facts in both languages', () => {
    const files = sourcesBelow('web/messages/vi', '.json');
    const facts = (text: string) =>
      [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort((a, b) => a.localeCompare(b));
    for (const file of files) {
      expect(facts(read(file)), file).toEqual(facts(read(file.replace('/vi/', '/en/'))));
    }
  });

  it('explain every problem that is thrown', () => {
    const makers =
      'malformed|invalid|unauthenticated|forbidden|missing|conflict|gone|tooMany|tooLarge|unsupported|unavailable';
    const thrown = matches(sourcesBelow('server'), new RegExp(`\\b(?:${makers})\\(\\s*'([a-z0-9-]+)'`, 'g'));
    expect(thrown.length).toBeGreaterThan(30);
    expect(thrown.filter((code) => !vi.has(`problems.${code}`))).toEqual([]);
  });

  it('explain every problem that an endpoint declares', () => {
    const declared = endpointsOf(testServices()).flatMap(({ problems }) => problems);
    expect(declared.filter((code) => !vi.has(`problems.${code}`))).toEqual([]);
  });

  it('are all there that views ask for', () => {
    const asked = matches(views, /\{\{#?t '([\w.-]+)'/g);
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !vi.has(key))).toEqual([]);
  });
});

describe('the views', () => {
  it('use no triple braces but for the layout’s content', () => {
    const triple = views.filter((file) => read(file).replaceAll('{{{body}}}', '').includes('{{{'));
    expect(triple).toEqual([]);
  });

  it('carry no inline script, style or handler', () => {
    const inline = views.filter((file) =>
      /\sstyle=|\son[a-z]+=|<style|<script(?![^>]*(\ssrc=|application\/ld\+json))/.test(read(file)),
    );
    expect(inline).toEqual([]);
  });
});
