import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { useBrowsers } from '../identity/browsers.ts';

const { people, signedIn } = useBrowsers();
const household = () => signedIn(() => people().household);
const kib = 1024;

describe('what a household’s phone has to fetch', () => {
  it('is at most 300 KB until it opens without signal, and most of it once', async () => {
    const agent = await household();
    const packed = async (path: string) => gzipSync((await agent.get(path).buffer(true).expect(200)).text).length;
    const worker = (await agent.get('/so-tay-worker.js').buffer(true).expect(200)).text;
    const files = JSON.parse(/notebookFiles=(\[.*?\])/.exec(worker)?.[1] ?? '[]') as string[];
    expect(files.length).toBeGreaterThan(5);
    let bytes = (await packed('/so-tay')) + gzipSync(worker).length + (await packed('/api/v1/notebook'));
    for (const file of files) {
      const { body, text } = await agent.get(file).buffer(true).expect(200);
      bytes += gzipSync(Buffer.isBuffer(body) ? body : (text ?? '')).length;
    }
    expect(bytes).toBeLessThanOrEqual(300 * kib);
    expect(bytes).toBeGreaterThan(20 * kib);
  });

  it.each(['/so-tay', '/ban-lam-viec', '/lo/moi', '/lo', '/hang-cua-toi', '/thua-dat/moi', '/don-hang'])(
    'is at most 25 KB of script for %s',
    async (path) => {
      const agent = await household();
      const { text } = await agent.get(path).expect(200);
      const scripts = [...text.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src = '']) => src);
      let bytes = 0;
      for (const src of scripts) {
        const { body, text: code } = await agent.get(src).buffer(true).expect(200);
        bytes += gzipSync(Buffer.isBuffer(body) ? body : (code ?? '')).length;
      }
      expect(bytes).toBeLessThanOrEqual(25 * kib);
    },
  );
});
