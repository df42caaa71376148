import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { encodeHtml, encodeTemplate, encodingFor, escapeHtml } from '../../../server/provenance/encoded-text.ts';

it('gives the same page in every encoding, under one mark', () => {
  const page = encodeHtml('<p>Miến dong</p>');
  expect(page.bytes('identity').toString()).toBe('<p>Miến dong</p>');
  expect(gunzipSync(page.bytes('gzip')).toString()).toBe('<p>Miến dong</p>');
  expect(brotliDecompressSync(page.bytes('br')).toString()).toBe('<p>Miến dong</p>');
  expect(encodeHtml('<p>Miến dong</p>').etag).toBe(page.etag);
  expect(encodeHtml('<p>Mật ong</p>').etag).not.toBe(page.etag);
});

it('fills every place left open and nothing else', () => {
  const template = encodeTemplate('a SERIAL00 b SAID0000 c SERIAL00', ['SERIAL00', 'SAID0000']);
  expect(template({ SERIAL00: 'X$&', SAID0000: 'SERIAL00' }).toString()).toBe('a X$& b SERIAL00 c X$&');
});

it('takes the smallest encoding that the browser names and does not refuse', () => {
  expect(encodingFor('gzip, deflate, br')).toBe('br');
  expect(encodingFor('br;q=0, gzip')).toBe('gzip');
  expect(encodingFor(undefined)).toBe('identity');
});

it('lets no text become markup', () => {
  expect(escapeHtml(`<a href="x">'&`)).toBe('&#60;a href=&#34;x&#34;&#62;&#39;&#38;');
});
