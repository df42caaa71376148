import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { callBack, callBackAll, endRecall, endRecallOfAll, finishRecalls } from '../../../server/desk/recall.ts';
import { scopeOf } from '../../../server/desk/recall-scope.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { listBatches } from '../../../server/traceability/batches.ts';
import { correctEvent, recordEvent } from '../../../server/traceability/events.ts';
import { speakRecall } from '../../../server/traceability/recalls.ts';
import { availableByPack } from '../../../server/traceability/stock.ts';
import { traceBatch } from '../../../server/traceability/trace.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import type { Commune } from '../identity/makers.ts';
import { wanted } from '../orders/makers.ts';
import { aBatchOf, aVillage, now, packOf, someGoods, stocked, today } from '../traceability/makers.ts';

useDatabase();

let commune: Commune;
let product: Product;
const words = { reason: 'Có mốc', advice: 'Mang trả' };

beforeAll(async () => {
  ({ commune, product } = await aVillage());
});

const farmer = () => commune.household.actor;
const officer = () => commune.officer.actor;
const kg = (value: number) => ({ value, unit: 'kg' });
const from = (...codes: string[]) => ({ inputs: codes.map((batchCode) => ({ batchCode, quantity: kg(0.5) })) });
const stateOf = async (code: string) => (await now(code)).state;

describe('a recall through generations', () => {
  it('bars all that was made from a batch, names the source, and lets the unpaid orders go', async () => {
    const a = await aBatchOf(farmer(), product);
    const b = await stocked(farmer(), product, 4, from(a.code));
    const c = await stocked(farmer(), product, 6, from(b.code));
    const sibling = await aBatchOf(farmer(), product);
    const { order } = await placeOrder(wanted(packOf(product), 7), noon);
    expect(await scopeOf([a.code])).toMatchObject({ onShelf: 10, held: 7, orders: 1, unpaidOrders: 1, buyers: 1 });
    await callBack(officer(), a.code, words, noon);
    for (const { code } of [b, c])
      expect(await now(code)).toMatchObject({
        state: 'recalled',
        recall: { from: a.code, advice: { vi: 'Mang trả' } },
      });
    expect(await stateOf(sibling.code)).toBe('open');
    expect((await OrderModel.findOne({ number: order.number }).lean())?.state).toBe('cancelled');
    expect(await availableByPack([packOf(product)], today)).toEqual(new Map());
    await expect(placeOrder(wanted(packOf(product), 1), noon)).rejects.toMatchObject({ code: 'order-short' });
    await expect(aBatchOf(farmer(), product, from(c.code))).rejects.toMatchObject({ code: 'input-barred' });
    const listed = await listBatches(officer(), { state: 'recalled', limit: 100 });
    expect(listed.map(({ code }) => code).sort()).toEqual([a.code, b.code, c.code].sort());
    await endRecall(officer(), a.code, { reason: 'Đo lại đạt' }, noon);
    expect(await availableByPack([packOf(product)], today)).toEqual(new Map([[packOf(product), 10]]));
  });

  it('takes back exactly what it barred, where two overlap', async () => {
    const [a, b] = [await aBatchOf(farmer(), product), await aBatchOf(farmer(), product)];
    const both = await aBatchOf(farmer(), product, from(a.code, b.code));
    const onlyA = await aBatchOf(farmer(), product, from(a.code));
    await callBack(officer(), a.code, words, noon);
    const day = { of: 'maker-day' as const, sources: [a.code, b.code], title: 'Hộ A', ...words };
    const { id } = await callBackAll(officer(), day, noon);
    await endRecall(officer(), a.code, words, noon);
    expect(await Promise.all([a, b, both, onlyA].map(({ code }) => stateOf(code)))).toEqual(Array(4).fill('recalled'));
    await endRecallOfAll(officer(), id, words, noon);
    for (const { code } of [a, b, both, onlyA])
      expect(await now(code)).toMatchObject({ state: 'open', chain: { ok: true } });
  });

  it('reaches what was made from a lot from outside', async () => {
    const outside = { name: 'Tinh bột', supplier: 'Ông Lù', lot: 'X1', receivedOn: '2026-11-01' };
    const made = await stocked(farmer(), product, 3, { inputs: [{ outside, quantity: kg(2) }] });
    const id = made.inputs[0]?.outsideId ?? '';
    const recall = { of: 'outside-lot' as const, sources: [id], title: 'Tinh bột X1', ...words };
    const spoken = await callBackAll(officer(), recall, noon);
    expect(await now(made.code)).toMatchObject({ state: 'recalled', recall: { from: id } });
    const again = aBatchOf(farmer(), product, { inputs: [{ outsideId: id, quantity: kg(1) }] });
    await expect(again).rejects.toMatchObject({ code: 'input-barred' });
    await endRecallOfAll(officer(), spoken.id, words, noon);
    expect(await stateOf(made.code)).toBe('open');
  });

  it('is finished when it was cut off, and lets no order through meanwhile', async () => {
    const a = await aBatchOf(farmer(), product);
    const sold = await someGoods(farmer());
    const b = await stocked(farmer(), sold, 5, from(a.code));
    const { order } = await placeOrder(wanted(packOf(sold), 1), noon);
    // Spoken, and cut off before a single order was looked at.
    await speakRecall(officer(), { of: 'batch', sources: [a.code], title: a.lot, ...words }, noon);
    expect(await stateOf(b.code)).toBe('recalled');
    await finishRecalls(noon);
    expect((await OrderModel.findOne({ number: order.number }).lean())?.state).toBe('cancelled');
  });
});

interface Link {
  from: number;
  to: number;
}

/** What can be reached from a batch, the slow and plain way. */
function reached(start: number, links: readonly Link[], way: 'from' | 'to'): Set<number> {
  const other = way === 'from' ? 'to' : 'from';
  const found = new Set<number>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const link of links) if (link[way] === start || found.has(link[way])) found.add(link[other]);
  }
  return found;
}

type Wish = [one: number, other: number, late: boolean, voided: boolean];

/** Families as they grow: what was asked for beside what the naive reckoning says must have become of it. */
class Family {
  readonly codes: string[] = [];
  readonly links: Link[] = [];
  readonly #code = (n: number): string => this.codes[n] ?? '';

  /** One batch more: of a parent at registration, of another at a later step, which may never have happened. */
  async grow([one, other, late, voided]: Wish): Promise<void> {
    const n = this.codes.length;
    const [first, second] = [...new Set([one % (n + 1), other % (n + 1)])].filter((p) => p < n);
    const atOnce = first === undefined ? [] : [first];
    const { code } = await aBatchOf(farmer(), product, from(...atOnce.map(this.#code)));
    this.codes.push(code);
    this.links.push(...atOnce.map((p) => ({ from: p, to: n })));
    if (second !== undefined && late) await this.#join(n, second, voided);
  }

  async #join(n: number, second: number, voided: boolean): Promise<void> {
    const step = { stage: 'cutting', occurredAt: noon };
    const { id } = await recordEvent(farmer(), this.#code(n), { ...step, ...from(this.#code(second)) }, noon);
    const undone = { eventId: id, reason: 'nhầm', withdrawn: true } as const;
    if (voided) await correctEvent(farmer(), this.#code(n), undone, noon);
    else this.links.push({ from: second, to: n });
    const isCircle = !voided || reached(n, this.links, 'to').has(second);
    const back = recordEvent(farmer(), this.#code(second), { ...step, ...from(this.#code(n)) }, noon);
    expect(await outcomeOf(back)).toBe(isCircle ? 'input-circle' : 'taken');
    if (!isCircle) this.links.push({ from: n, to: second });
  }

  names(members: Iterable<number>): string[] {
    return inOrder([...members].map(this.#code));
  }
}

const inOrder = (texts: string[]): string[] => texts.sort((a, b) => a.localeCompare(b));
const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'taken',
    ({ code }: { code: string }) => code,
  );

async function compare(family: Family, start: number): Promise<void> {
  const { codes, links } = family;
  const names = (members: Iterable<number>) => family.names(members);
  const code = codes[start] ?? '';
  const below = reached(start, links, 'from');
  const trace = await traceBatch(officer(), code);
  expect(inOrder(trace.back.map(({ id }) => id))).toEqual(names(reached(start, links, 'to')));
  expect(inOrder(trace.forward.map(({ id }) => id))).toEqual(names(below));
  const { batches } = await scopeOf([code]);
  expect(inOrder(batches.map((batch) => batch.code))).toEqual(names(new Set([start, ...below])));
  await callBack(officer(), code, words, noon);
  for (const [n, one] of codes.entries()) {
    expect([one, await stateOf(one)]).toEqual([one, n === start || below.has(n) ? 'recalled' : 'open']);
  }
  await endRecall(officer(), code, words, noon);
}

describe('a family at random', () => {
  it('is traced both ways and barred exactly as a naive reckoning says', async () => {
    const wish = fc.tuple(fc.nat(), fc.nat(), fc.boolean(), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { minLength: 4, maxLength: 14 }), fc.nat(), async (wishes, chosen) => {
        const family = new Family();
        for (const one of wishes) await family.grow(one);
        await compare(family, chosen % family.codes.length);
      }),
      { numRuns: process.env.FULL ? 60 : 6 },
    );
  }, 300_000);
});
