import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSigned } from './signature-v4.ts';

/** A bucket that speaks as much S3 as a copy needs. It stands in for a store: what a real one does besides is not tried here. */
export interface StandIn {
  url: string;
  files: Map<string, Buffer>;
  /** What it asked of each request, in order: `PUT /bucket/name`. */
  asked: string[];
  /** From now on: well; says no to every request; keeps one byte less than it was sent. */
  set: (way: 'well' | 'refuses' | 'loses a byte') => void;
  stop: () => Promise<void>;
}

const pageSize = 2;

interface Kept {
  bucket: string;
  secret: string;
  files: Map<string, Buffer>;
  way: Parameters<StandIn['set']>[0];
}

/** @param secret of the one who may come in */
export async function startStandIn(bucket: string, secret: string): Promise<StandIn> {
  const kept: Kept = { bucket, secret, files: new Map(), way: 'well' };
  const asked: string[] = [];
  const server = http.createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    asked.push(`${request.method} ${request.url}`);
    const { status, body } = answerTo(request, Buffer.concat(parts), kept);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${bucket}`,
    files: kept.files,
    asked,
    set: (wanted) => {
      kept.way = wanted;
    },
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

interface Answer {
  status: number;
  body?: string | Buffer;
}

function answerTo({ method = '', url = '', headers }: http.IncomingMessage, body: Buffer, kept: Kept): Answer {
  if (kept.way === 'refuses') return refusal(503, 'SlowDown');
  if (!isSigned({ method, url, headers }, kept.secret)) return refusal(403, 'SignatureDoesNotMatch');
  if (createHash('sha256').update(body).digest('hex') !== headers['x-amz-content-sha256'])
    return refusal(400, 'XAmzContentSHA256Mismatch');
  const { pathname, searchParams } = new URL(url, 'http://x');
  if (pathname === `/${kept.bucket}`) return { status: 200, body: listOf(kept.files, searchParams) };
  return done(method, decodeURIComponent(pathname.slice(kept.bucket.length + 2)), body, kept);
}

function done(method: string, key: string, body: Buffer, { files, way }: Kept): Answer {
  if (method === 'PUT') files.set(key, way === 'well' ? body : body.subarray(1));
  if (method === 'PUT') return { status: 200 };
  const found = files.get(key);
  if (method === 'DELETE') files.delete(key);
  if (method === 'DELETE') return { status: 204 };
  return found ? { status: 200, body: found } : refusal(404, 'NoSuchKey');
}

const refusal = (status: number, code: string): Answer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
});

function listOf(files: ReadonlyMap<string, Buffer>, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const keys = [...files.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted();
  const page = keys.slice(0, pageSize);
  const told = page.map((key) => `<Contents><Key>${key}</Key><Size>${files.get(key)?.length}</Size></Contents>`);
  const next = keys.length > pageSize ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  return `<?xml version="1.0"?><ListBucketResult><Prefix>${prefix}</Prefix>${told.join('')}${next}</ListBucketResult>`;
}
