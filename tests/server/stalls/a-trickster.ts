import { createHmac } from 'node:crypto';
import { afterEach, beforeAll } from 'vitest';
import type { BankMessage } from '../../../server/payments/bank.ts';
import { findIntentForOrder, type Intent } from '../../../server/payments/intents.ts';
import { importStatement, uploadStatement } from '../../../server/payments/statements.ts';
import { noon } from '../../support/services.ts';
import {
  aMessageFor,
  anAccount,
  connectionSecret,
  connectSepay,
  newNumber,
  sepayBody,
  sepayProof,
} from '../payments/makers.ts';
import { useStall } from './a-stall.ts';

export interface Sale {
  id: string;
  intent: Intent;
}

/** A stall, and what a trickster and their banks can do to it. */
export function useTricks() {
  const stall = useStall();
  const { at, clock, seller, sell, program, people } = stall;
  const known = { oldNumber: '', oldWebhook: '', casso: '', strangers: '' };
  beforeAll(async () => {
    known.strangers = (await anAccount(people().sellers.stranger.id)).number;
    known.oldNumber = newNumber();
    known.oldWebhook = (await connectSepay(seller(), known.oldNumber)).webhook;
    const wanted = { provider: 'casso', accounts: [at.account], secret: connectionSecret };
    const { body } = await seller().post('/api/v1/bank-connections').send(wanted).expect(201);
    known.casso = new URL(body.webhookUrl).pathname;
  });
  afterEach(() => {
    clock.now = noon;
  });
  const post = async (body: string, headers = sepayProof(body, clock.now), path = at.webhook) =>
    (await program().post(path).set(headers).send(body)).status;
  return {
    ...stall,
    known,
    post,
    open: async (body: object = { amountVnd: 200_000 }): Promise<Sale> => {
      const { id } = await sell(body);
      const intent = await findIntentForOrder(id);
      if (!intent) throw new Error(`${id} has no code`);
      return { id, intent };
    },
    /** What the bank would send that pays this sale, with something changed in how SePay writes it. */
    bodyFor: ({ intent }: Sale, changed: object = {}, told: Partial<BankMessage> = {}) =>
      sepayBody(aMessageFor(intent, told), changed),
    byCasso: (sale: Sale, reference: string) => {
      const { body, headers } = cassoMessage(sale, reference, clock.now);
      return post(body, headers, known.casso);
    },
    byStatement: async ({ intent }: Sale, reference: string) => {
      const { actor } = people().household;
      const line = `16/11/2026 12:00:30,${reference},,200000,${intent.reference}`;
      const file = `Ngày giao dịch,Số tham chiếu,Ghi nợ,Ghi có,Nội dung\n${line}`;
      await importStatement(actor, await uploadStatement(actor, Buffer.from(file), noon), noon);
    },
  };
}

function cassoMessage({ intent }: Sale, reference: string, at: Date) {
  const data = {
    accountNumber: intent.account.number,
    amount: 200_000,
    description: intent.reference,
    id: 88_001,
    reference,
  };
  const body = JSON.stringify({ data: { ...data, transactionDateTime: '2026-11-16 12:00:30' } });
  const mac = createHmac('sha512', connectionSecret).update(`${at.getTime()}.${body}`).digest('hex');
  return { body, headers: { 'X-Casso-Signature': `t=${at.getTime()},v1=${mac}`, 'Content-Type': 'application/json' } };
}
