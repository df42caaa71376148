import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { findOrder } from '../../../server/orders/orders.ts';
import {
  addBankConnection,
  listBankConnections,
  openSandboxConnection,
} from '../../../server/payments/bank-connections.ts';
import { countTransfersToReview } from '../../../server/payments/transfers.ts';
import { listUnread, markSeen } from '../../../server/payments/unread-messages.ts';
import { formKey, noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { signIn } from '../identity/browsers.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import {
  aConnection,
  aMessageFor,
  anAccount,
  aPack,
  aWaitingOrder,
  connectionSecret,
  sepayBody,
  sepayProof,
} from './makers.ts';

useDatabase();

const { program, browser } = testApp();
let commune: Commune;
let paths: Record<'sepay' | 'casso' | 'sandbox', string>;

beforeAll(async () => {
  commune = await aCommune();
  const { actor } = commune.household;
  const { number } = await anAccount(commune.sellers.household.id);
  const wanted = { provider: 'casso' as const, accounts: [number], secret: connectionSecret };
  const sepay = await aConnection(actor, number);
  const casso = await addBankConnection(actor, wanted, noon);
  await openSandboxConnection(noon);
  paths = {
    sepay: `/webhooks/banks/sepay/${sepay.id}`,
    casso: `/webhooks/banks/casso/${casso.id}`,
    sandbox: '/webhooks/banks/sandbox/demo',
  };
});

const json = { 'Content-Type': 'application/json' };
const cassoProof = (body: string) => {
  const mac = createHmac('sha512', connectionSecret).update(`${noon.getTime()}.${body}`).digest('hex');
  return { ...json, 'X-Casso-Signature': `t=${noon.getTime()},v1=${mac}` };
};
const deliver = (path: string, headers: Record<string, string>, body: string) =>
  program().post(path).set(headers).send(body);

describe('a message that has proved itself and cannot be read', () => {
  it.each([
    ['of SePay, no JSON', 'sepay', '{"id":1', (body: string) => sepayProof(body, noon), 'household'],
    ['of SePay, another shape', 'sepay', '{"hello":"there"}', (body: string) => sepayProof(body, noon), 'household'],
    ['of SePay, by its key alone', 'sepay', 'a=b', () => ({ Authorization: 'Apikey a-key-of-tests' }), 'household'],
    ['of Casso', 'casso', '{"hello":"there"}', cassoProof, 'household'],
    [
      'of the demonstration bank',
      'sandbox',
      '{"hello":1}',
      () => ({ ...json, Authorization: 'Apikey sandbox' }),
      'officer',
    ],
  ] as const)('waits for a person, once: %s', async (...[, provider, body, proof, who]) => {
    const { actor } = commune[who];
    const before = await countTransfersToReview(actor);
    for (let time = 0; time < 2; time += 1) await deliver(paths[provider], proof(body), body).expect(200);
    const waiting = (await listUnread(actor)).filter(({ text }) => text === body);
    expect(waiting.map((one) => one.provider)).toContain(provider);
    expect(await countTransfersToReview(actor)).toBe(before + 1);
  });

  it('waits for nobody when its proof is wrong', async () => {
    const before = await countTransfersToReview(commune.officer.actor);
    await deliver(paths.sepay, sepayProof('{}', noon, 'another-secret'), '{}').expect(401);
    await deliver(paths.casso, { ...cassoProof('{}'), ...json }, '{"a":1}').expect(401);
    expect(await countTransfersToReview(commune.officer.actor)).toBe(before);
  });

  it('counts as a sign of life of its connection', async () => {
    for (const { lastMessageAt } of await listBankConnections(commune.household.actor))
      expect(lastMessageAt).toEqual(noon);
  });

  it('is nobody else’s to see or to put away', async () => {
    const [mine] = await listUnread(commune.household.actor);
    expect(await listUnread(commune.stranger.actor)).toEqual([]);
    const notFound = expect.objectContaining({ code: 'bank-message-not-found' });
    await expect(markSeen(commune.stranger.actor, mine?.id ?? '', noon)).rejects.toEqual(notFound);
  });

  it('stands on the desk with its text until somebody has looked at it', async () => {
    const household = await signIn(browser(), commune.household);
    const { text } = await household.get('/tien-ve').expect(200);
    expect(text).toContain('máy không đọc được');
    expect(text).toContain('a&#x3D;b');
    const ids = (await listUnread(commune.household.actor)).map(({ id }) => id);
    for (const id of ids) {
      await household
        .post(`/tien-ve/tin/${id}/da-xem`)
        .type('form')
        .send({ _key: formKey(text) })
        .expect(303);
    }
    expect((await household.get('/tien-ve')).text).not.toContain('máy không đọc được');
  });
});

describe('a message that has proved itself, about an account that its connection does not name', () => {
  it('is a question on the desk, once, and pays nothing', async () => {
    const { actor } = commune.household;
    const { intent } = await aWaitingOrder(await aPack(actor, 5));
    const before = await countTransfersToReview(actor);
    const stranger = sepayBody(aMessageFor(intent, { accountNumber: '7777000111' }));
    // Casso signs the message with its keys in order.
    const data = { accountNumber: '7777000222', amount: 5000, description: 'x', id: 1, reference: 'FT1' };
    const casso = JSON.stringify({ data, error: 0 });
    for (let time = 0; time < 2; time += 1) {
      await deliver(paths.sepay, sepayProof(stranger, noon), stranger).expect(200);
      await deliver(paths.casso, cassoProof(casso), casso).expect(200);
    }
    const waiting = (await listUnread(actor)).filter(({ accountNumber }) => accountNumber?.startsWith('7777'));
    expect(new Set(waiting.map(({ accountNumber }) => accountNumber))).toEqual(new Set(['7777000111', '7777000222']));
    expect(await countTransfersToReview(actor)).toBe(before + 2);
    const { text } = await (await signIn(browser(), commune.household)).get('/tien-ve').expect(200);
    expect(text).toContain('Tin ngân hàng về tài khoản chưa nối');
    expect(text).toContain('7777000111');
    expect(await findOrder(intent.orderNumber ?? '')).toMatchObject({ state: 'placed' });
  });
});

it('a form of SePay’s pays an order as its JSON does', async () => {
  const { intent } = await aWaitingOrder(await aPack(commune.household.actor, 5));
  const fields = JSON.parse(sepayBody(aMessageFor(intent))) as Record<string, string | number | null>;
  const form = new URLSearchParams(Object.entries(fields).map(([key, value]) => [key, String(value ?? '')])).toString();
  const proof = { ...sepayProof(form, noon), 'Content-Type': 'application/x-www-form-urlencoded' };
  await deliver(paths.sepay, proof, form).expect(200);
  const { body } = await program(commune.household.token).get('/api/v1/transfers?state=matched').expect(200);
  expect(body.data).toMatchObject([{ orderNumber: intent.orderNumber, amountVnd: intent.amountVnd }]);
});
