import { createReadStream, createWriteStream } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import { AwsV4Signer } from 'aws4fetch';
import { parseDocument } from 'htmlparser2';
import { OperatorError } from '../../errors.ts';
import type { SealedFile } from './sealed-copy.ts';
import type { CopyThere, SecondPlace } from './second-place.ts';
import { textsOf } from './store-answer.ts';

/** How to get into a store that speaks S3. */
export interface StoreKeys {
  accessKey: string;
  secretKey: string;
  region: string;
}

/** A store that says nothing for so long is given up. */
const silenceMs = 60_000;
const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

interface Asked {
  method: 'GET' | 'PUT' | 'DELETE';
  url: string;
  file?: SealedFile;
}

/**
 * A bucket of a store that speaks S3, by path: `https://store.example/bucket/prefix`. A file goes in one PUT, so up to 5 GB; its
 * SHA-256 is signed, so a store keeps only what arrived whole.
 */
export function storePlace(address: string, keys: StoreKeys): SecondPlace {
  const { origin, pathname } = new URL(address);
  const [bucket = '', ...rest] = pathname.split('/').filter(Boolean);
  const prefix = rest.map((part) => `${part}/`).join('');
  const urlOf = (name: string) => `${origin}/${bucket}/${prefix}${encodeURIComponent(name)}`;
  const list = async (after: string | null = null): Promise<CopyThere[]> => {
    const query = new URLSearchParams({
      'list-type': '2',
      prefix,
      ...(after !== null && { 'continuation-token': after }),
    });
    const answer = await ask({ method: 'GET', url: `${origin}/${bucket}?${query.toString()}` }, keys);
    const told = parseDocument(await textIn(answer), { xmlMode: true });
    const sizes = textsOf(told, 'Size');
    const found = textsOf(told, 'Key').map((key, place) => ({
      name: key.slice(prefix.length),
      bytes: Number(sizes[place]),
    }));
    const [next] = textsOf(told, 'NextContinuationToken');
    return next === undefined ? found : [...found, ...(await list(next))];
  };
  return {
    name: address,
    list: () => list(),
    put: async (name, file) => await done(await ask({ method: 'PUT', url: urlOf(name), file }, keys)),
    get: async (name, to) =>
      await pipeline(await ask({ method: 'GET', url: urlOf(name) }, keys), createWriteStream(to, { mode: 0o600 })),
    remove: async (name) => await done(await ask({ method: 'DELETE', url: urlOf(name) }, keys)),
  };
}

/** @throws OperatorError with what the store said, when it did not do it */
async function ask(asked: Asked, keys: StoreKeys): Promise<IncomingMessage> {
  const answer = await send(asked, await signed(asked, keys));
  const { statusCode: status = 0 } = answer;
  if (status >= 200 && status < 300) return answer;
  const told = parseDocument(await textIn(answer), { xmlMode: true });
  const why = [...textsOf(told, 'Code'), ...textsOf(told, 'Message')].join(': ');
  throw new OperatorError(`The second place refused ${asked.method} ${new URL(asked.url).pathname}: ${status} ${why}`);
}

async function signed({ method, url, file }: Asked, keys: StoreKeys): Promise<Record<string, string>> {
  const signer = new AwsV4Signer({
    method,
    url,
    headers: { 'x-amz-content-sha256': file?.sha256 ?? emptySha256 },
    accessKeyId: keys.accessKey,
    secretAccessKey: keys.secretKey,
    region: keys.region,
    service: 's3',
  });
  const { headers } = await signer.sign();
  return { ...Object.fromEntries(headers.entries()), ...(file && { 'content-length': String(file.bytes) }) };
}

function send({ method, url, file }: Asked, headers: Record<string, string>): Promise<IncomingMessage> {
  const { request } = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, agent: false, timeout: silenceMs }, resolve);
    asking.on('error', reject);
    asking.on('timeout', () => asking.destroy(new OperatorError('The second place did not answer')));
    if (file === undefined) asking.end();
    else pipeline(createReadStream(file.path), asking).catch(reject);
  });
}

async function textIn(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

const done = async (answer: IncomingMessage): Promise<void> => void (await textIn(answer));
