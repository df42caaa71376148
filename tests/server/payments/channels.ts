import { createHmac } from 'node:crypto';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { bank as casso } from '../../../server/payments/banks/casso/bank.ts';
import { bank as sandbox, sandboxAuthorization } from '../../../server/payments/banks/sandbox/bank.ts';
import { bank as sepay } from '../../../server/payments/banks/sepay/bank.ts';
import { receiveTransfer } from '../../../server/payments/transfers.ts';
import { connectionSecret, sepayBody, sepayProof } from './makers.ts';

/** One transfer as its bank has it, in its own reference and words. */
export interface Real {
  reference: string;
  amountVnd: number;
  content: string;
  minute: number;
}

const bySandbox = { id: 'sandbox', provider: 'sandbox', sellerId: null, accounts: [] };
let told = 5_000_000;

const secrets = { apiKeyHash: null, secret: connectionSecret };
const clock = ({ minute }: Real) => `${12 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}:00`;

/** Each telling has a number of its own with its provider, as when a message is replayed by hand. */
export const channelsOf = (
  by: { sepay: BankConnection; casso: BankConnection },
  number: string,
  soon: Date,
): Record<string, (real: Real) => Promise<unknown>> => ({
  async sepay(real) {
    const body = sepayBodyOf(real, number);
    const message = sepay.read(Buffer.from(body), lower(sepayProof(body, soon)), secrets, soon);
    return message && receiveTransfer(by.sepay, message, soon);
  },
  async sandbox(real) {
    const headers = { authorization: sandboxAuthorization, 'content-type': 'application/json' };
    const message = sandbox.read(Buffer.from(sepayBodyOf(real, number)), headers, secrets, soon);
    return message && receiveTransfer(bySandbox, message, soon);
  },
  async casso(real) {
    const data = {
      accountNumber: number,
      amount: real.amountVnd,
      description: real.content,
      id: (told += 1),
      reference: real.reference,
      transactionDateTime: `2026-11-16 ${clock(real)}`,
    };
    const text = JSON.stringify({ data });
    const mac = createHmac('sha512', connectionSecret).update(`${soon.getTime()}.${text}`).digest('hex');
    const headers = { 'x-casso-signature': `t=${soon.getTime()},v1=${mac}` };
    const message = casso.read(Buffer.from(text), headers, secrets, soon);
    return message && receiveTransfer(by.casso, message, soon);
  },
});

const lower = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const sepayBodyOf = (real: Real, number: string): string =>
  sepayBody(
    {
      providerId: String((told += 1)),
      amountVnd: real.amountVnd,
      accountNumber: number,
      subAccount: null,
      content: real.content,
      reference: real.reference,
      receivedAt: null,
    },
    { transactionDate: `2026-11-16 ${clock(real)}` },
  );

/** What two banks' files look like, both with the bank's reference. */
export const layouts: readonly ((reals: readonly Real[]) => string)[] = [
  (reals) =>
    [
      'Ngày giao dịch,Số tham chiếu,Ghi nợ,Ghi có,Nội dung',
      ...reals.map((one) => `16/11/2026 ${clock(one)},${one.reference},,${one.amountVnd},${one.content}`),
    ].join('\n'),
  (reals) =>
    [
      'Transaction date;Description;Amount;Transaction ID',
      ...reals.map((one) => `16/11/2026 ${clock(one)};${one.content};+${one.amountVnd};${one.reference}`),
    ].join('\r\n'),
];
