import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { readCode } from '../../../server/codes.ts';
import {
  findBatchByLot,
  findBatchesMadeFrom,
  findPublicBatch,
  getBatch,
  listBatches,
  listPublicBatches,
  registerBatch,
  type WantedBatch,
} from '../../../server/traceability/batches.ts';
import { reserveUnits } from '../../../server/traceability/units.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import type { Commune } from '../identity/makers.ts';
import { aBatchOf, aVillage, now, packOf, refusal, someGoods, stocked, tomorrow, wantedBatch } from './makers.ts';

useDatabase();

let commune: Commune;
let farmer: Actor;
let product: Product;

beforeAll(async () => {
  ({ commune, farmer, product } = await aVillage());
});

describe('registerBatch', () => {
  it('does not know a product that is not there, and lets nobody register for somebody else', async () => {
    const register = (actor: Actor, productId = product.id) =>
      refusal(registerBatch(actor, { ...wantedBatch(product), productId }, noon));
    expect(await register(farmer, '0'.repeat(24))).toMatchObject({ kind: 'missing', code: 'product-not-found' });
    expect(await register(farmer, 'x')).toMatchObject({ kind: 'missing', code: 'product-not-found' });
    expect(await register(commune.stranger.actor)).toMatchObject({ kind: 'missing', code: 'product-not-found' });
    expect(await register(commune.neighbour.actor)).toMatchObject({ kind: 'missing', code: 'product-not-found' });
    expect(await register(commune.officer.actor)).toMatchObject({ kind: 'forbidden', code: 'not-yours' });
  });

  it.each<[string, Partial<WantedBatch>, string[]]>([
    ['a day that has not come', { producedOn: '2026-11-18' }, ['/producedOn']],
    ['a day long ago', { producedOn: '2001-01-01' }, ['/producedOn']],
    ['expiry before production', { expiresOn: '2026-11-15' }, ['/expiresOn']],
    ['a unit goods are not counted in', { quantity: { value: 5, unit: 'parsec' } }, ['/quantity/unit']],
    ['a lot with marks and blanks', { lot: 'LÔ 1' }, ['/lot']],
    ['a lot that browsers leave out of an address', { lot: '..' }, ['/lot']],
    ['a lot of one dot', { lot: '.' }, ['/lot']],
    ['several mistakes at once', { lot: 'é', producedOn: '2027-01-01' }, ['/lot', '/producedOn']],
    ['a pack of other goods', { packs: [{ packId: 'x', count: 1 }] }, ['/packs/0/packId']],
    [
      'goods made from a batch that is not there',
      { inputs: [{ batchCode: 'ZZZZZZZC', quantity: { value: 1, unit: 'kg' } }] },
      ['/inputs/0/batchCode'],
    ],
  ])('refuses %s and says where', async (_what, more, pointers) => {
    expect(await refusal(aBatchOf(farmer, product, more))).toMatchObject({ kind: 'invalid', pointers });
  });

  it('does not make goods from a batch that the household may not see', async () => {
    const foreign = await aBatchOf(commune.stranger.actor, await someGoods(commune.stranger.actor));
    const inputs = [{ batchCode: foreign.code, quantity: { value: 1, unit: 'kg' } }];
    expect((await refusal(aBatchOf(farmer, product, { inputs }))).pointers).toEqual(['/inputs/0/batchCode']);
  });

  it('gives a code that checks, the code as lot, and the limits of today', async () => {
    const rice = await someGoods(farmer, 'gao-seng-cu');
    const batch = await stocked(farmer, rice, 12, { note: 'Vụ mùa' });
    expect(readCode(batch.code)).toBe(batch.code);
    expect(batch).toMatchObject({
      lot: batch.code,
      state: 'open',
      kind: 'gao-seng-cu',
      sellerId: farmer.sellerId,
      note: 'Vụ mùa',
      expiresOn: null,
      events: [],
      recall: null,
      chain: { ok: true },
      stock: [{ packId: packOf(rice), onHand: 12, held: 0, sold: 0 }],
    });
    const limit = { max: 14, source: 'TCVN 11888:2017', asOf: '2026-11-01' };
    expect(batch.limits).toEqual([
      { stage: 'drying', key: 'moisture', limit },
      { stage: 'inspection', key: 'moisture', limit },
    ]);
    expect(await now(batch.code)).toEqual(batch);
  });

  it.each(['requestId', 'code', 'lot'])('tells a lot called %s twice by its field, not by its words', async (lot) => {
    await aBatchOf(farmer, product, { lot });
    expect(await refusal(aBatchOf(farmer, product, { lot }))).toMatchObject({ code: 'lot-taken', pointers: ['/lot'] });
  });

  it('keeps a lot once per product, whoever is first of many', async () => {
    const other = await someGoods(farmer);
    const lot = 'LOT-1/26';
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => aBatchOf(farmer, product, { lot })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusal(aBatchOf(farmer, product, { lot }))).toEqual({
      kind: 'conflict',
      code: 'lot-taken',
      pointers: ['/lot'],
    });
    expect((await aBatchOf(farmer, other, { lot })).lot).toBe(lot);
    expect((await findBatchByLot(product.id, lot))?.productId).toBe(product.id);
    expect(await findBatchByLot(product.id, 'LOT-2')).toBeNull();
  });

  it('makes one batch for one request, however often it comes', async () => {
    const once = { ...wantedBatch(product), requestId: 'one request' };
    const codes = await Promise.all([1, 2, 3].map(async () => (await registerBatch(farmer, once, noon)).code));
    expect(new Set([...codes, (await registerBatch(farmer, once, tomorrow)).code]).size).toBe(1);
  });
});

describe('getBatch and listBatches', () => {
  it('show a household its own, a cooperative its members’, the officer all', async () => {
    const { code } = await aBatchOf(farmer, product);
    for (const { actor } of [commune.household, commune.cooperative, commune.officer]) {
      expect((await getBatch(actor, code.toLowerCase())).code).toBe(code);
      expect((await listBatches(actor, { limit: 100 })).map((one) => one.code)).toContain(code);
    }
    for (const { actor } of [commune.neighbour, commune.stranger, commune.otherCooperative]) {
      expect(await refusal(getBatch(actor, code))).toMatchObject({ kind: 'missing', code: 'batch-not-found' });
      expect((await listBatches(actor, { limit: 100 })).map((one) => one.code)).not.toContain(code);
    }
  });

  it.each(['', 'ZZZZZZZZ', 'ZZZZZZZC', 'ZZZZZZZC ', '$ne'])('do not know %j', async (code) => {
    expect(await refusal(getBatch(farmer, code))).toMatchObject({ kind: 'missing' });
    expect(await findPublicBatch(code)).toBeNull();
  });

  it('list the newest first, page by page, by product and state', async () => {
    const own = await someGoods(farmer);
    const codes: string[] = [];
    for (let n = 0; n < 3; n += 1) codes.unshift((await aBatchOf(farmer, own)).code);
    const page = async (after?: string) =>
      (await listBatches(farmer, { productId: own.id, limit: 2, after })).map(({ code }) => code);
    expect(await page()).toEqual(codes.slice(0, 2));
    expect(await page(codes[1])).toEqual(codes.slice(2));
    expect(await listBatches(farmer, { productId: own.id, state: 'recalled', limit: 9 })).toEqual([]);
    expect((await listPublicBatches(own.id, 2)).map(({ code }) => code)).toEqual(codes.slice(0, 2));
  });
});

describe('findBatchesMadeFrom', () => {
  it('follows the goods through batches made of batches, once each', async () => {
    const from = (...codes: string[]) => ({
      inputs: codes.map((batchCode) => ({ batchCode, quantity: { value: 1, unit: 'kg' } })),
    });
    const root = await aBatchOf(farmer, product);
    const a = await aBatchOf(farmer, product, from(root.code));
    const b = await aBatchOf(farmer, product, from(root.code));
    const c = await aBatchOf(farmer, product, from(a.code, b.code));
    expect((await findBatchesMadeFrom([root.code])).map(({ code }) => code).sort()).toEqual(
      [a.code, b.code, c.code].sort(),
    );
    expect(await findBatchesMadeFrom([c.code])).toEqual([]);
  });
});

describe('reserveUnits', () => {
  it('gives no number twice, and none that a serial cannot hold', async () => {
    const { code } = await aBatchOf(farmer, product);
    const firsts = await Promise.all([10, 20, 30].map((count) => reserveUnits(code, count, 'a key')));
    const taken = firsts.flatMap(({ first }, index) =>
      Array.from({ length: [10, 20, 30][index] ?? 0 }, (_, n) => first + n),
    );
    expect([...new Set(taken)].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
    expect(await refusal(reserveUnits(code, 2 ** 20 - 60, 'a key'))).toMatchObject({
      kind: 'conflict',
      code: 'units-used-up',
    });
    expect(await reserveUnits(code, 2 ** 20 - 61, 'a key')).toMatchObject({ first: 61, keys: [{ from: 1 }] });
    expect(await refusal(reserveUnits('ZZZZZZZC', 1, 'a key'))).toMatchObject({ kind: 'missing' });
  });
});
