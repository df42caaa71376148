import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localPath } from '../../../server/http/local-path.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';

useDatabase();

const elsewhere = [
  '//evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e%2e//evil.example',
  '/%2E/%2e%2E//evil.example',
  '/./.././/evil.example',
  '/a/b/../..//evil.example/c?d#e',
  '/\\evil.example',
  '/.\\/evil.example',
  'https:evil.example',
  'https://evil.example',
  '\\evil',
  '/\t/evil',
  '/a\nb',
  ' //evil',
  '//user@evil.example',
  '//[::1',
  '/\u3002evil\u3002com/..//evil',
  'javascript:alert(1)',
  '',
  null,
  ['/a'],
  `/${'a'.repeat(600)}`,
];

describe('localPath', () => {
  it.each(elsewhere)('refuses %o', (text) => {
    expect(localPath(text)).toBeNull();
  });

  it.each(['/', '/lo/7K3M9PXD?stage=drying', '/don/DH1?key=abc#x', '/tim?q=//a', '/%2f%2fa', '/a//b'])(
    'lets %s pass',
    (text) => {
      expect(localPath(text)).toBe(text);
    },
  );

  it('never gives out what a browser would follow to another site, whatever it is made of', () => {
    const piece = fc.constantFrom(
      '/',
      '.',
      '..',
      '%2e',
      '%2E',
      '\\',
      'evil.example',
      '@',
      ':',
      'http:',
      '?',
      '#',
      '\t',
      'a',
      '%2f',
      '%5c',
    );
    const text = fc.array(piece, { maxLength: 10 }).map((pieces) => `/${pieces.join('')}`);
    fc.assert(
      fc.property(text, (wanted) => {
        const path = localPath(wanted);
        if (path === null) return;
        for (const base of ['https://cho.example/dang-nhap', 'https://cho.example/a/b/c'])
          expect(new URL(path, base).origin).toBe('https://cho.example');
      }),
      { numRuns: 5000 },
    );
  });
});

describe('every address that a request may choose', () => {
  const { browser } = testApp();
  const texts = elsewhere.filter((text): text is string => typeof text === 'string' && text.includes('evil'));

  it.each(texts)('does not lead to %o from the language button', async (back) => {
    const { status, headers } = await browser().post('/ngon-ngu').type('form').send({ lang: 'en', back });
    expect([status, headers.location]).toEqual([303, '/']);
  });
});
