import { expect } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { callBack, callBackAll, endRecall, endRecallOfAll } from '../../../server/desk/recall.ts';
import { scopeOf } from '../../../server/desk/recall-scope.ts';
import { leftOf } from '../../../server/traceability/bulk.ts';
import { correctEvent, recordEvent } from '../../../server/traceability/events.ts';
import { traceBatch } from '../../../server/traceability/trace.ts';
import { noon } from '../../support/services.ts';
import { aBatchOf, now } from '../traceability/makers.ts';

const words = { reason: 'Có mốc', advice: 'Mang trả' };
const kg = (value: number) => ({ value, unit: 'kg' });
// A third of what is left, so that there is always something for the next one, and no more comes out than went in.
const from = async (...codes: string[]) => ({
  inputs: await Promise.all(
    codes.map(async (batchCode) => ({
      batchCode,
      quantity: kg(Number(((await leftOf(batchCode)).value / 3).toFixed(6))),
    })),
  ),
});
const stateOf = async (code: string) => (await now(code)).state;

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

/** Which parents, whether the second one comes late or never happened, which bag was bought, and whether it came out beside a parent. */
export type Wish = [one: number, other: number, late: boolean, voided: boolean, outside: number, beside: boolean];

let families = 0;

/** Families as they grow: what was asked for beside what the naive reckoning says must have become of it. */
export class Family {
  readonly people: { farmer: Actor; officer: Actor; product: Product };

  readonly codes: string[] = [];
  /** What was drawn on. */
  readonly #drawn: Link[] = [];
  /** What each by-product came out beside. */
  readonly #mains = new Map<number, number>();
  /** Lots from outside by their ids, and the places of the batches that used them. */
  readonly outside = new Map<string, Set<number>>();
  readonly #number = (families += 1);
  readonly #code = (n: number): string => this.codes[n] ?? '';

  constructor(people: Family['people']) {
    this.people = people;
  }

  /** One batch more: of a parent at registration, of another at a later step, which may never have happened. */
  async grow([one, other, late, voided, outside, beside]: Wish): Promise<void> {
    const n = this.codes.length;
    if (beside && n > 0) return this.#besides(one % n);
    const [first, second] = [...new Set([one % (n + 1), other % (n + 1)])].filter((p) => p < n);
    const atOnce = first === undefined ? [] : [first];
    const bought = [0, 1].filter((lot) => outside % 4 === lot).map((lot) => this.#bag(lot));
    const { inputs } = await from(...atOnce.map(this.#code));
    const made = await aBatchOf(this.people.farmer, this.people.product, {
      ...(inputs.length + bought.length === 0 ? { quantity: kg(100_000) } : {}),
      inputs: [...inputs, ...bought],
    });
    this.codes.push(made.code);
    for (const { outsideId } of made.inputs)
      if (outsideId) this.outside.set(outsideId, (this.outside.get(outsideId) ?? new Set<number>()).add(n));
    this.#drawn.push(...atOnce.map((p) => ({ from: p, to: n })));
    if (second !== undefined && late) await this.#join(n, second, voided);
  }

  /** By-products too are made of what went into the batch that they came out beside. */
  get links(): Link[] {
    const shared = [...this.#mains].flatMap(([to, main]) =>
      this.#drawn.filter((link) => link.to === main).map(({ from: source }) => ({ from: source, to })),
    );
    return [...this.#drawn, ...shared];
  }

  async #besides(chosen: number): Promise<void> {
    const main = this.#mains.get(chosen) ?? chosen;
    const more = { quantity: kg(1000), besideOf: this.#code(chosen), moreInputs: true as const };
    const made = await aBatchOf(this.people.farmer, this.people.product, more);
    const n = this.codes.length;
    this.#mains.set(n, main);
    this.codes.push(made.code);
    for (const users of this.outside.values()) if (users.has(main)) users.add(n);
  }

  async #join(n: number, second: number, voided: boolean): Promise<void> {
    const step = { stage: 'cutting', occurredAt: noon, ...(await from(this.#code(second))) };
    const { id } = await recordEvent(this.people.farmer, this.#code(n), step, noon);
    const undone = { eventId: id, reason: 'nhầm', withdrawn: true } as const;
    if (voided) await correctEvent(this.people.farmer, this.#code(n), undone, noon);
    else this.#drawn.push({ from: second, to: n });
    await this.#tryBack(n, second);
  }

  async #tryBack(n: number, into: number): Promise<void> {
    const back = { stage: 'cutting', occurredAt: noon, ...(await from(this.#code(n))) };
    const outcome = await outcomeOf(recordEvent(this.people.farmer, this.#code(into), back, noon));
    if (this.#mains.has(into)) return expect(outcome).toBe('event-mistaken');
    const isCircle = this.#isCircle(n, into);
    expect(outcome).toBe(isCircle ? 'input-circle' : 'taken');
    if (!isCircle) this.#drawn.push({ from: n, to: into });
  }

  /** Whether the one would go into something that it was made of: into a batch or what came out beside it. */
  #isCircle(source: number, into: number): boolean {
    const made = [into, ...[...this.#mains].flatMap(([n, main]) => (main === into ? n : []))];
    return made.some((one) => one === source || reached(one, this.links, 'from').has(source));
  }

  readonly #bag = (lot: number) => ({
    outside: { name: 'Tinh bột', supplier: 'Ông Lù', lot: `F${this.#number}-${lot}`, receivedOn: '2026-11-01' },
    quantity: kg(1000),
  });

  /** All that was made of a lot from outside, directly or through others. */
  madeOf(id: string): Set<number> {
    const users = [...(this.outside.get(id) ?? [])];
    return new Set(users.flatMap((n) => [n, ...reached(n, this.links, 'from')]));
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

/** Holds trace, scope and recall of a batch, and of each lot from outside, against the naive reckoning. */
export async function compare(family: Family, start: number): Promise<void> {
  const { codes, links } = family;
  const names = (members: Iterable<number>) => family.names(members);
  const code = codes[start] ?? '';
  const below = reached(start, links, 'from');
  const trace = await traceBatch(family.people.officer, code);
  const above = reached(start, links, 'to');
  const bags = [...family.outside].filter(([, users]) => [start, ...above].some((n) => users.has(n)));
  const isBag = (id: string): boolean => family.outside.has(id);
  expect(inOrder(trace.back.map(({ id }) => id).filter(isBag))).toEqual(inOrder(bags.map(([id]) => id)));
  expect(inOrder(trace.back.map(({ id }) => id).filter((id) => !isBag(id)))).toEqual(names(above));
  expect(inOrder(trace.forward.map(({ id }) => id))).toEqual(names(below));
  const { batches } = await scopeOf([code]);
  expect(inOrder(batches.map((batch) => batch.code))).toEqual(names(new Set([start, ...below])));
  await callBack(family.people.officer, code, words, noon);
  for (const [n, one] of codes.entries()) {
    expect([one, await stateOf(one)]).toEqual([one, n === start || below.has(n) ? 'recalled' : 'open']);
  }
  await endRecall(family.people.officer, code, words, noon);
  for (const id of family.outside.keys()) await compareBag(family, id);
}

async function compareBag(family: Family, id: string): Promise<void> {
  const reachedByIt = family.madeOf(id);
  const { batches } = await scopeOf([id]);
  expect(inOrder(batches.map(({ code }) => code))).toEqual(family.names(reachedByIt));
  const recall = { of: 'outside-lot' as const, sources: [id], title: id, ...words };
  const spoken = await callBackAll(family.people.officer, recall, noon);
  const states = await Promise.all(family.codes.map(stateOf));
  expect(states).toEqual(family.codes.map((_, n) => (reachedByIt.has(n) ? 'recalled' : 'open')));
  await endRecallOfAll(family.people.officer, spoken.id, words, noon);
}
