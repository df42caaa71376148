import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { voidLabelRun } from '../../../server/labels/label-runs.ts';
import { findOrder, refundOrder } from '../../../server/orders/orders.ts';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { confirmReceived } from '../../../server/payments/confirmations.ts';
import { setTransferAside } from '../../../server/payments/setting-aside.ts';
import { importStatement, uploadStatement } from '../../../server/payments/statements.ts';
import { matchTransfer, receiveTransfer } from '../../../server/payments/transfers.ts';
import { formKey, noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { fillIn, sendForm, signIn } from '../identity/browsers.ts';
import { type Commune, minutesAfter, pin } from '../identity/makers.ts';
import { aRun } from '../labels/makers.ts';
import { markPaid } from '../orders/makers.ts';
import { aBatchOf, someGoods } from '../traceability/makers.ts';
import { aConnectedMarket, aMessageFor, aWaitingOrder, transferFrom } from './makers.ts';

// The contract, "Sign-in": the PIN is asked for money. Given two hours ago it is asked again, by every door.

useDatabase();
const { browser, clock, program } = testApp();
let commune: Commune;
let packId: string;
let connection: BankConnection;

beforeAll(async () => {
  ({ commune, packId, connection } = await aConnectedMarket(500));
});

const aWaiting = async () => (await aWaitingOrder(packId)).order.number;

async function aPaid(): Promise<string> {
  const number = await aWaiting();
  await markPaid(number, `FT ${number}`, noon);
  return number;
}

async function aStray(): Promise<string> {
  const { intent } = await aWaitingOrder(packId);
  const message = aMessageFor(intent, { amountVnd: 1000 });
  await receiveTransfer(connection, message, noon);
  return (await transferFrom(connection, message.providerId))._id.toHexString();
}

const aStatement = () =>
  uploadStatement(
    commune.household.actor,
    Buffer.from('Ngày giao dịch,Số tham chiếu,Ghi nợ,Ghi có,Nội dung\n16/11/2026,FT1,,5.000,x'),
    noon,
  );

async function someLabels(): Promise<string> {
  const { actor } = commune.household;
  return (await aRun(actor, (await aBatchOf(actor, await someGoods(actor))).code, 2)).id;
}

type Act = [what: string, make: () => Promise<string>, act: (actor: Actor, id: string) => Promise<unknown>];
const acts: Act[] = [
  ['say that money came', aWaiting, (actor, number) => confirmReceived(actor, number, noon)],
  ['say that money went back', aPaid, (actor, number) => refundOrder(actor, number, { note: 'FT9' }, noon)],
  ['say what a transfer pays', aStray, async (actor, id) => matchTransfer(actor, id, await aWaiting(), noon)],
  ['set a transfer aside', aStray, (actor, id) => setTransferAside(actor, id, { note: 'x', returned: true }, noon)],
  ['take in a statement', aStatement, (actor, id) => importStatement(actor, id, noon)],
  ['void labels', someLabels, (actor, id) => voidLabelRun(actor, id, noon)],
];

it.each(acts)('is needed to %s', async (_, make, act) => {
  const id = await make();
  const { actor } = commune.household;
  const stale = { ...actor, freshAt: minutesAfter(noon, -120) };
  await expect(act(stale, id)).rejects.toMatchObject({ kind: 'forbidden', code: 'pin-needed' });
  await expect(act(actor, id)).resolves.toBeDefined();
});

describe('who gave it two hours ago', () => {
  it('is told so as a program, and goes on after signing in anew', async () => {
    const { token, phone } = commune.household;
    const number = await aPaid();
    clock.now = minutesAfter(noon, 120);
    const path = `/api/v1/orders/${number}/refund`;
    const refused = await program(token).post(path).send({ note: 'FT9' });
    expect([refused.status, refused.body.type]).toEqual([403, expect.stringMatching(/\/problems\/pin-needed$/)]);
    const { body } = await program().post('/api/v1/sessions').send({ phone, pin }).expect(201);
    await program(body.token).post(path).send({ note: 'FT9' }).expect(201);
    clock.now = noon;
  });

  it('is asked in the form of a refund, which keeps what was typed', async () => {
    const seller = await signIn(browser(), commune.household);
    const number = await aPaid();
    clock.now = minutesAfter(noon, 120);
    const page = (await seller.get(`/don/${number}`)).text;
    expect(page).toContain('name="_pin"');
    const fields = { _key: formKey(page), note: 'FT26320199', packs: 'back' };
    const send = (more: object) => seller.post(`/don/${number}/hoan-tien`).field({ ...fields, ...more });
    const back = await send({});
    expect([back.status, back.text.includes('FT26320199'), back.text.includes('name="_pin"')]).toEqual([
      403,
      true,
      true,
    ]);
    expect((await findOrder(number))?.state).toBe('paid');
    expect((await send({ _pin: pin })).status).toBe(303);
    expect((await findOrder(number))?.state).toBe('refunded');
    clock.now = noon;
  });

  it('is sent to give it when saying that money came, and back to the order', async () => {
    const seller = await signIn(browser(), commune.household);
    const number = await aWaiting();
    clock.now = minutesAfter(noon, 120);
    const { text } = await seller.get(`/don/${number}`);
    const press = () => sendForm(seller, `/don/${number}/da-nhan-tien`, { _key: formKey(text) });
    const sent = await press();
    expect([sent.status, sent.headers.location]).toEqual([303, `/ma-pin?next=${encodeURIComponent(`/don/${number}`)}`]);
    const given = await fillIn(seller, String(sent.headers.location), { pin });
    expect(given.headers.location).toBe(`/don/${number}`);
    await press().expect(303);
    expect((await findOrder(number))?.paidAt).not.toBeNull();
    clock.now = noon;
  });
});
