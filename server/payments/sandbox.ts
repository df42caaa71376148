import { randomInt } from 'node:crypto';
import { isDemonstration } from '../database/marks.ts';
import { invalid, missing, unavailable } from '../errors.ts';
import { demoConnectionId } from './bank-connections.ts';
import { sandboxAuthorization } from './banks/sandbox/bank.ts';
import { readPicture } from './read-picture.ts';
import { decode, type VietQr } from './vietqr/decode.ts';

/** A message as a bank would send it. */
export interface SandboxMessage {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * The demonstration bank's paying machine: reads the code in a picture from its pixels, as a banking app does, and makes
 * the message that SePay would send for the transfer.
 * @throws missing('page-not-found') outside a demonstration, invalid('picture-without-code'), invalid('picture-not-vietqr')
 */
export async function payPicture(picture: Buffer, at: Date): Promise<SandboxMessage> {
  if (!(await isDemonstration())) throw missing('page-not-found');
  const text = await readPicture(picture).catch(() => null);
  if (text === null) throw invalid('picture-without-code');
  return messageFor(read(text), at);
}

/** Sends the message to our own address and reads what it is answered. @throws unavailable('sandbox-not-answered') */
export async function send({ path, headers, body }: SandboxMessage, ownOrigin: string): Promise<void> {
  const signal = AbortSignal.timeout(10_000);
  const answer = await fetch(ownOrigin + path, { method: 'POST', headers, body, redirect: 'error', signal });
  if (!answer.ok) throw unavailable('sandbox-not-answered');
}

function read(text: string): VietQr & { amountVnd: number } {
  const code = decodeOrNull(text);
  if (code === null || code.amountVnd === null) throw invalid('picture-not-vietqr');
  return { ...code, amountVnd: code.amountVnd };
}

function decodeOrNull(text: string): VietQr | null {
  try {
    return decode(text);
  } catch {
    return null;
  }
}

// As SePay's sample, with words around the content as banks put them.
function messageFor({ number, amountVnd, purpose }: VietQr & { amountVnd: number }, at: Date): SandboxMessage {
  const id = randomInt(1, 2 ** 47);
  const body = {
    id,
    gateway: 'Sandbox',
    transactionDate: new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
    accountNumber: number,
    code: null,
    content: `MAU.${id}.${purpose ?? ''}.CT tu 0000000000 NGUOI MUA MAU`,
    transferType: 'in',
    transferAmount: amountVnd,
    accumulated: 0,
    subAccount: null,
    referenceCode: `MAU.${id}`,
    description: '',
  };
  return {
    path: `/webhooks/banks/sandbox/${demoConnectionId}`,
    headers: { authorization: sandboxAuthorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
