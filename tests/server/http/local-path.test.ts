import { describe, expect, it } from 'vitest';
import { localPath } from '../../../server/http/local-path.ts';

describe('localPath', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    'https:evil.example',
    'https://evil.example',
    '\\evil',
    '/\t/evil',
    '/a\nb',
    ' //evil',
    '/\u3002evil\u3002com/..//evil',
    'javascript:alert(1)',
    '',
    null,
    ['/a'],
    `/${'a'.repeat(600)}`,
  ])('refuses %o', (text) => {
    expect(localPath(text)).toBeNull();
  });

  it.each(['/', '/lo/7K3M9PXD?stage=drying', '/don/DH1?key=abc#x'])('lets %s pass', (text) => {
    expect(localPath(text)).toBe(text);
  });
});
