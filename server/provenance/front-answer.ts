import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type EncodedText, type Encoding, encodingFor } from './encoded-text.ts';

/** Sends a page from memory, or only word that it has not changed. */
export function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  headers: OutgoingHttpHeaders,
  page: EncodedText,
): void {
  const { etag } = page;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { ...headers, etag }).end();
    return;
  }
  const encoding = encodingFor(request.headers['accept-encoding']);
  send(request, response, { ...headers, etag, ...encodingHeader(encoding) }, page.bytes(encoding));
}

/** Sends a page that was put together for this one scan; it is packed lightly, since nobody asks for it again. */
export function sendOnce(
  request: IncomingMessage,
  response: ServerResponse,
  headers: OutgoingHttpHeaders,
  plain: Buffer,
): void {
  const packs = encodingFor(request.headers['accept-encoding']) !== 'identity';
  const bytes = packs ? gzipSync(plain, { level: 4 }) : plain;
  send(request, response, { ...headers, ...encodingHeader(packs ? 'gzip' : 'identity') }, bytes);
}

function send(request: IncomingMessage, response: ServerResponse, headers: OutgoingHttpHeaders, bytes: Buffer): void {
  response.writeHead(200, { ...headers, 'content-length': bytes.length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

const encodingHeader = (encoding: Encoding): OutgoingHttpHeaders =>
  encoding === 'identity' ? {} : { 'content-encoding': encoding };
