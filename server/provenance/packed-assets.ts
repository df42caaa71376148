import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import path from 'node:path';
import { lookup } from '../lookup.ts';
import { fromRoot } from '../root.ts';
import { type EncodedText, encodeText, encodingFor } from './encoded-text.ts';

const types = lookup<string>({
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
});

/**
 * Answers for the style sheet and scripts that every scan loads, packed once as tightly as can be: on a slow line they would
 * else weigh more than page and photo. Anything else is left to the app.
 * @returns whether it answered
 */
export function packedAssets(folder = fromRoot('dist/web/assets')) {
  const packed = new Map<string, EncodedText>();

  const find = (name: string): EncodedText | undefined => {
    const known = packed.get(name);
    const file = path.join(folder, name);
    if (known || !existsSync(file)) return known;
    const text = encodeText(readFileSync(file, 'utf8'), 11);
    packed.set(name, text);
    return text;
  };

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const [, name, extension] = /^\/assets\/([\w-]+(\.css|\.js))$/.exec(request.url ?? '') ?? [];
    if (!name || !extension || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    const encoding = encodingFor(request.headers['accept-encoding']);
    const found = encoding === 'identity' ? undefined : find(name);
    if (!found) return false;
    const bytes = found.bytes(encoding);
    response.writeHead(200, { ...headersFor(extension), 'content-encoding': encoding, 'content-length': bytes.length });
    response.end(request.method === 'HEAD' ? undefined : bytes);
    return true;
  };
}

// The name carries a hash of the content, so a browser never asks again.
const headersFor = (extension: string): OutgoingHttpHeaders => ({
  'content-type': types[extension] ?? 'application/octet-stream',
  'cache-control': 'public, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
  vary: 'Accept-Encoding',
});
