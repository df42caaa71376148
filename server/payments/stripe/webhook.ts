import { createHmac } from 'node:crypto';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { lookup } from '../../lookup.ts';
import { isPublicAddress, NotPublic, publicLookup, type Resolve } from './webhook-address.ts';

/** Why a delivery did not succeed; `payments.events.error.<code>` says it to people. */
export type Failure =
  | 'status'
  | 'redirect'
  | 'timeout'
  | 'no-such-host'
  | 'refused'
  | 'not-public'
  | 'not-https'
  | 'certificate'
  | 'broken-off';

/** What became of one try. */
export interface Sent {
  /** The receiver's HTTP status; null when it gave none. */
  status: number | null;
  /** null: delivered, with a 2xx. */
  failure: Failure | null;
}

export interface Receiver {
  url: string;
  /** In production: https only, and only to the public internet. */
  publicOnly: boolean;
  timeoutMs?: number;
  resolve?: Resolve;
}

const timeoutMs = 10_000;
const readAtMost = 4096;

/** The header `Stripe-Signature` for a body sent at a time: what `stripe.webhooks.constructEvent` checks. */
export function signatureOf(body: string, secret: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** Posts a signed body to the receiver, once, following nothing. Never throws: what went wrong is in the answer. */
export async function postWebhook(receiver: Receiver, body: string, signature: string): Promise<Sent> {
  const url = new URL(receiver.url);
  const refusal = receiver.publicOnly ? refusalOf(url) : null;
  if (refusal !== null) return { status: null, failure: refusal };
  try {
    const status = await post(url, receiver, { body, signature });
    return { status, failure: failureOf(status) };
  } catch (error) {
    return { status: null, failure: failureOfError(error as NodeJS.ErrnoException) };
  }
}

// An address instead of a name is never looked up, so it is judged here.
function refusalOf({ protocol, hostname }: URL): Failure | null {
  if (protocol !== 'https:') return 'not-https';
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress(host) ? 'not-public' : null;
}

function post(url: URL, receiver: Receiver, { body, signature }: { body: string; signature: string }): Promise<number> {
  const options: RequestOptions = {
    method: 'POST',
    // A connection of its own: none is reused that was opened to another address.
    agent: false,
    signal: AbortSignal.timeout(receiver.timeoutMs ?? timeoutMs),
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'User-Agent': 'ChoBinhLu/1.0 (webhooks)',
      'Stripe-Signature': signature,
    },
    ...(receiver.publicOnly && { lookup: publicLookup(receiver.resolve) }),
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, options, (response) => {
      resolve(response.statusCode ?? 0);
      readALittle(response);
    });
    request.on('error', reject);
    request.end(body);
  });
}

// The status says all. The rest is taken politely up to a limit, so that an endless answer costs nothing.
function readALittle(response: IncomingMessage): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > readAtMost) response.destroy();
  });
  response.on('error', () => response.destroy());
}

function failureOf(status: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? 'redirect' : 'status';
}

const failures = lookup<Failure>({
  ABORT_ERR: 'timeout',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'no-such-host',
  EAI_AGAIN: 'no-such-host',
  ECONNREFUSED: 'refused',
  NOT_PUBLIC: 'not-public',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  CERT_HAS_EXPIRED: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
});

function failureOfError(error: NodeJS.ErrnoException): Failure {
  if (error instanceof NotPublic) return 'not-public';
  return failures[error.code ?? ''] ?? 'broken-off';
}
