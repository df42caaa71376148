import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A request as a store sees it. */
export interface SeenRequest {
  method: string;
  /** Path and query, as they came. */
  url: string;
  headers: IncomingHttpHeaders;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const asWritten = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (letter) => `%${letter.codePointAt(0)?.toString(16).toUpperCase()}`);

/**
 * Whether the holder of the secret signed the request: AWS Signature Version 4, reckoned here from its description
 * (docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html), not by the client's own library.
 */
export function isSigned(request: SeenRequest, secret: string): boolean {
  const form = /^AWS4-HMAC-SHA256 Credential=[^/]+\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
  const found = form.exec(request.headers.authorization ?? '');
  if (!found) return false;
  const [, scope = '', names = '', signature] = found;
  const asked = sha256(canonical(request, names));
  const text = ['AWS4-HMAC-SHA256', String(request.headers['x-amz-date']), scope, asked].join('\n');
  return hmac(keyFor(scope, secret), text).toString('hex') === signature;
}

function canonical({ method, url, headers }: SeenRequest, names: string): string {
  const { pathname, searchParams } = new URL(url, 'http://x');
  const parameters = [...searchParams].map(([name, value]) => `${asWritten(name)}=${asWritten(value)}`);
  const signed = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const payload = String(headers['x-amz-content-sha256']);
  return [method, pathname, parameters.sort().join('&'), signed.join(''), names, payload].join('\n');
}

function keyFor(scope: string, secret: string): Buffer {
  const [day = '', ...rest] = scope.split('/');
  return rest.reduce<Buffer>((made, part) => hmac(made, part), hmac(`AWS4${secret}`, day));
}
