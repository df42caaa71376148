import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { happenedAt } from '../../../server/notebook/entries.ts';
import { PhoneClockModel } from '../../../server/notebook/phone-clock.ts';
import { noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { now, someGoods } from '../traceability/makers.ts';

useDatabase();
const { program, clock } = testApp();
let commune: Commune;
let product: Product;
beforeAll(async () => {
  commune = await aCommune();
  product = await someGoods(commune.household.actor);
});

const farmer = () => program(commune.household.token);
const aCode = async (): Promise<string> =>
  (await farmer().post('/api/v1/notebook/codes').send({ count: 1 }).expect(201)).body.codes[0];
const aBatch = (code: string, more: object = {}) => ({
  id: randomUUID(),
  writtenAt: '2026-11-16T04:00:00Z',
  code,
  productId: product.id,
  quantity: { value: 45, unit: 'kg' },
  producedOn: '2026-11-16',
  expiresOn: '2027-11-16',
  ...more,
});
const send = (path: string, body: { id: string }) =>
  farmer().post(`/api/v1/notebook/${path}`).set('Idempotency-Key', body.id).send(body);

describe('a batch written without signal', () => {
  it('has the code that its phone gave it, once, also when it is sent again days later', async () => {
    const body = aBatch(await aCode());
    await send('batches', body).expect(201);
    clock.now = new Date(noon.getTime() + 3 * 86_400_000);
    const again = await send('batches', body);
    clock.now = noon;
    expect([again.status, again.body.code]).toEqual([201, body.code]);
    const other = await send('batches', aBatch(body.code));
    expect([other.status, other.body.type]).toEqual([409, expect.stringMatching(/code-not-held$/)]);
  });

  it.each([
    ['of nobody', async () => '01234568'],
    [
      'of another person',
      async () =>
        (await program(commune.neighbour.token).post('/api/v1/notebook/codes').send({ count: 1 })).body.codes[0],
    ],
  ])('is refused under a code %s', async (_whose, code: () => Promise<string>) => {
    await send('batches', aBatch(await code())).expect(409);
  });

  it.each(['.', '..'])('takes no lot %s: such a batch has its code for a lot', async (lot) => {
    const code = await aCode();
    await send('batches', aBatch(code, { lot })).expect(422);
    expect((await send('batches', aBatch(code)).expect(201)).body.lot).toBe(code);
  });

  it('is refused without the last day that its goods must say, and goes when it is mended', async () => {
    const code = await aCode();
    const refused = await send('batches', aBatch(code, { expiresOn: undefined }));
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/expiresOn']);
    await send('batches', aBatch(code)).expect(201);
  });

  it('is not sent under the session of another person', async () => {
    const body = aBatch(await aCode());
    const { status, body: problem } = await program(commune.neighbour.token)
      .post('/api/v1/notebook/batches')
      .set('Expect-Account', commune.household.account.id)
      .send(body);
    expect([status, problem.type]).toEqual([403, expect.stringMatching(/other-person$/)]);
  });
});

describe('a phone whose clock is days wrong', () => {
  it('has both times kept: the history’s, and what the phone said', async () => {
    const code = await aCode();
    await send('batches', aBatch(code)).expect(201);
    const step = { id: randomUUID(), batchCode: code, stage: 'planting', occurredOn: '2026-11-16' };
    const wrong = { writtenAt: '2026-11-19T04:30:00Z', aheadMinutes: 3 * 1440 };
    await send('steps', { ...step, ...wrong }).expect(201);
    expect((await now(code)).events[0]?.occurredAt.toISOString()).toBe('2026-11-16T04:30:00.000Z');
    const kept = await PhoneClockModel.find({ code }).lean();
    expect(kept.map(({ writtenAt, aheadMinutes }) => [writtenAt.toISOString(), aheadMinutes])).toEqual([
      ['2026-11-19T04:30:00.000Z', 4320],
    ]);
  });

  it.each([
    ['on the day, the minute it was written', '2026-11-16T02:00:00Z', 0, '2026-11-16', '2026-11-16T02:00:00.000Z'],
    ['another day, its noon', '2026-11-16T02:00:00Z', 0, '2026-11-14', '2026-11-14T05:00:00.000Z'],
    ['never after now', '2026-11-16T06:00:00Z', 0, '2026-11-16', '2026-11-16T05:00:00.000Z'],
    ['by the right clock', '2026-11-18T02:00:00Z', 2880, '2026-11-16', '2026-11-16T02:00:00.000Z'],
  ])('tells a step %s', (_when, ...[written, aheadMinutes, occurredOn, expected]) => {
    const entry = { id: '', requestId: null, writtenAt: new Date(written), aheadMinutes, occurredOn };
    expect(happenedAt(entry, noon).toISOString()).toBe(expected);
  });
});

describe('codes for batches to come', () => {
  it('are never more than a person can lose', async () => {
    const stranger = program(commune.stranger.token);
    const asked = await Promise.all(
      Array.from({ length: 6 }, () => stranger.post('/api/v1/notebook/codes').send({ count: 30 })),
    );
    expect(new Set(asked.flatMap(({ body }) => body.codes ?? [])).size).toBeLessThanOrEqual(200);
    await stranger.post('/api/v1/notebook/codes').send({ count: 30 }).expect(409);
  });
});

describe('the PIN before it locks a notebook', () => {
  it('is told right from wrong', async () => {
    await farmer().post('/api/v1/notebook/pin').send({ pin: '111111' }).expect(422);
    await farmer().post('/api/v1/notebook/pin').send({ pin: '246810' }).expect(204);
  });
});
