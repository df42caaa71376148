import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, messageKeys } from '../../server/http/messages.ts';
import { integrations } from '../../server/integration.ts';
import { languages, otherLanguages } from '../../server/language.ts';
import { endpointsOf } from '../../server/rooms.ts';
import { fromRoot } from '../../server/root.ts';
import { testServices } from '../support/services.ts';
import { scriptFiles, serverFiles, sourcesBelow, viewFiles } from './imports.ts';

const read = (file: string): string => readFileSync(path.resolve(fromRoot(), file), 'utf8');
const matches = (files: string[], pattern: RegExp): string[] => [
  ...new Set(files.flatMap((file) => [...read(file).matchAll(pattern)].map((match) => match[1] ?? ''))),
];

const vi = new Set(messageKeys('vi'));
const views = viewFiles();

describe('the words people read', () => {
  it('are there in two languages at least', () => {
    expect(languages).toEqual(expect.arrayContaining(['vi', 'en']));
  });

  it.each(otherLanguages)('are there in %s as in Vietnamese', (language) => {
    const said = new Set(messageKeys(language));
    expect([...vi].filter((key) => !said.has(key))).toEqual([]);
    expect([...said].filter((key) => !vi.has(key))).toEqual([]);
  });

  it.each(otherLanguages)('name the same facts in %s as in Vietnamese', (language) => {
    const files = filesOf('vi');
    const facts = (text: string) =>
      [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort((a, b) => a.localeCompare(b));
    for (const file of files) {
      const other = file.replace(/\/vi\//, `/${language}/`).replace(/\/vi\.json$/, `/${language}.json`);
      expect(facts(read(file)), file).toEqual(facts(read(other)));
    }
  });

  it('explain every problem that is thrown', () => {
    const makers =
      'malformed|invalid|unauthenticated|forbidden|missing|conflict|gone|tooMany|tooLarge|unsupported|unavailable';
    const thrown = matches(serverFiles(), new RegExp(`\\b(?:${makers})\\(\\s*'([a-z0-9-]+)'`, 'g'));
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

// What a program puts a key together from: `problems.${code}`, (concat 'catalog.certificates.' kind).
const ofIntegrations = integrations.map(({ name }) => `server/integrations/${name}/integration.json`);
const readers = [...views, ...serverFiles(), ...scriptFiles(), ...sourcesBelow('seed'), ...ofIntegrations];
const beginnings = matches(readers, /['"`]([\w-]+(?:\.[\w-]*)*)(?:\$\{|' )/g).filter((start) => /\./.test(start));
const wholes = new Set(matches(readers, /['"`]([\w-]+(?:\.[\w-]+)+)['"`]/g));

const isSaid = (key: string): boolean => wholes.has(key) || beginnings.some((start) => key.startsWith(start));

describe('nothing lies about', () => {
  it('that nobody says', () => {
    expect(beginnings.length).toBeGreaterThan(20);
    expect([...vi].filter((key) => !isSaid(key))).toEqual([]);
    expect(isSaid('common.nobody-says-this')).toBe(false);
  });

  it('that no page is made of', () => {
    const names = views
      .filter((file) => /\/_[^/]+$/.test(file))
      .map((file) =>
        file.replace(/^web\/views\/|^server\/integrations\/|(?<=integrations\/[^/]+\/)views\/|_(?=[^/]+$)|\.hbs$/g, ''),
      );
    const used = new Set(matches(views, /\{\{~?#?> ?\(?['"]?([\w/-]+)/g));
    const families = matches(views, /\{\{> \(concat '([\w/-]+\/)'/g);
    const isUsed = (name: string) => used.has(name) || families.some((family) => name.startsWith(family));
    expect(names.filter((name) => !isUsed(name))).toEqual([]);
  });
});

describe('the words of programmers', () => {
  // Programs read these, in their own language: the payment gateway's answers and the door for programs.
  const forPrograms = ['stripe-errors.json'];
  const barred =
    /webhook|HMAC|checksum|acct_|transfer_data|GTIN|UTF-?8|UTF-?16|TOTP|Content-Type|endpoint|payload|backend|token|HTTP\b|\bAPI Key|ô của mã|\bmodules?\b|EPCIS|Digital Link|PAYMENTS_/iu;
  // Where a person has to find the thing at another place under that very name: it stands in brackets.
  const allowed = [
    'http.problems.body-not-json',
    'labels.labels.print.gs1-address',
    'payments.payments.connections.step-3',
    'payments-api.payments.events.no-receiver',
    'payments-api.problems.no-webhook-receiver',
  ];
  const sentencesOf = (value: unknown, path: string): [string, string][] =>
    typeof value === 'string'
      ? [[path, value.replaceAll(/\{\w+\}/g, '')]]
      : Object.entries(value as object).flatMap(([key, below]) => sentencesOf(below, `${path}.${key}`));
  const sentences = (language: 'vi' | 'en') =>
    filesOf(language)
      .filter((file) => !forPrograms.some((one) => file.endsWith(one)))
      .flatMap((file) => sentencesOf(JSON.parse(read(file)), file.replace(/^.*\/|\.json$/g, '')));

  it.each(['vi', 'en'] as const)('are read by nobody in %s but in brackets, to find a thing elsewhere', (language) => {
    const technical = sentences(language).filter(([, sentence]) => barred.test(sentence));
    expect(technical.map(([path]) => path).sort((a, b) => a.localeCompare(b))).toEqual(
      allowed.toSorted((a, b) => a.localeCompare(b)),
    );
    expect(technical.filter(([, sentence]) => barred.test(sentence.replaceAll(/\([^)]*\)/g, '')))).toEqual([]);
  });

  it('stand in no view either', () => {
    const shown = (file: string) => read(file).replaceAll(/\{\{[^}]*\}\}|<[^>]*>/g, '');
    // A key that stands in the server's settings has no name but the setting's.
    expect(views.filter((file) => barred.test(shown(file)))).toEqual(['web/views/payments/api-keys.hbs']);
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
