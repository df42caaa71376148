import { mkdtempSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import supertest from 'supertest';
import { afterAll, expect, it } from 'vitest';
import { packedAssets } from '../../../server/provenance/packed-assets.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cho-assets-'));
writeFileSync(path.join(folder, 'main-abc.css'), 'p { color: red }\n'.repeat(500));
writeFileSync(path.join(folder, 'secret.txt'), 'not for everybody');
const answer = packedAssets(folder);
const server = http.createServer((request, response) => {
  if (!answer(request, response)) response.writeHead(418).end();
});
afterAll(() => void server.close());
const ask = (url: string, encoding = 'gzip, br') => supertest(server).get(url).set('Accept-Encoding', encoding);

it.each([
  ['/assets/none-abc.css'],
  ['/assets/secret.txt'],
  ['/assets/../secret.txt'],
  ['/assets/%2e%2e/main-abc.css'],
  ['/assets/stages/drying.svg'],
  ['/main-abc.css'],
])('leaves %s to the app', async (url) => {
  expect((await ask(url)).status).toBe(418);
});

it('leaves to the app who cannot unpack', async () => {
  expect((await ask('/assets/main-abc.css', 'identity')).status).toBe(418);
});

it('sends the whole file packed, to be kept for a year', async () => {
  const gzip = await ask('/assets/main-abc.css', 'gzip');
  expect(gzip.status).toBe(200);
  expect(gzip.text).toBe('p { color: red }\n'.repeat(500));
  expect(gzip.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    vary: 'Accept-Encoding',
  });
  expect(Number(gzip.headers['content-length'])).toBeLessThan(500);
});

it('prefers Brotli, and sends no body to a HEAD', async () => {
  const head = await supertest(server).head('/assets/main-abc.css').set('Accept-Encoding', 'gzip, br');
  expect(head.headers['content-encoding']).toBe('br');
  expect(head.text ?? '').toBe('');
});
