import { expect } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { callBack, callBackAll, endRecall, endRecallOfAll } from '../../../server/desk/recall.ts';
import { scopeOf } from '../../../server/desk/recall-scope.ts';
import { correctEvent, recordEvent } from '../../../server/traceability/events.ts';
import { traceBatch } from '../../../server/traceability/trace.ts';
import { noon } from '../../support/services.ts';
import { aBatchOf, now } from '../traceability/makers.ts';

const words = { reason: 'Có mốc', advice: 'Mang trả' };
const kg = (value: number) => ({ value, unit: 'kg' });
const from = (...codes: string[]) => ({ inputs: codes.map((batchCode) => ({ batchCode, quantity: kg(0.5) })) });
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

/** Which parents, whether the second one comes late or never happened, and which bag was bought. */
export type Wish = [one: number, other: number, late: boolean, voided: boolean, outside: number];

let families = 0;

/** Families as they grow: what was asked for beside what the naive reckoning says must have become of it. */
export class Family {
  readonly people: { farmer: Actor; officer: Actor; product: Product };

  readonly codes: string[] = [];
  readonly links: Link[] = [];
  /** Lots from outside by their ids, and the places of the batches that used them. */
  readonly outside = new Map<string, Set<number>>();
  readonly #number = (families += 1);
  readonly #code = (n: number): string => this.codes[n] ?? '';

  constructor(people: Family['people']) {
    this.people = people;
  }

  /** One batch more: of a parent at registration, of another at a later step, which may never have happened. */
  async grow([one, other, late, voided, outside]: Wish): Promise<void> {
    const n = this.codes.length;
    const [first, second] = [...new Set([one % (n + 1), other % (n + 1)])].filter((p) => p < n);
    const atOnce = first === undefined ? [] : [first];
    const bought = [0, 1].filter((lot) => outside % 4 === lot).map((lot) => this.#bag(lot));
    const { inputs } = from(...atOnce.map(this.#code));
    const made = await aBatchOf(this.people.farmer, this.people.product, { inputs: [...inputs, ...bought] });
    this.codes.push(made.code);
    for (const { outsideId } of made.inputs)
      if (outsideId) this.outside.set(outsideId, (this.outside.get(outsideId) ?? new Set<number>()).add(n));
    this.links.push(...atOnce.map((p) => ({ from: p, to: n })));
    if (second !== undefined && late) await this.#join(n, second, voided);
  }

  async #join(n: number, second: number, voided: boolean): Promise<void> {
    const step = { stage: 'cutting', occurredAt: noon };
    const { id } = await recordEvent(this.people.farmer, this.#code(n), { ...step, ...from(this.#code(second)) }, noon);
    const undone = { eventId: id, reason: 'nhầm', withdrawn: true } as const;
    if (voided) await correctEvent(this.people.farmer, this.#code(n), undone, noon);
    else this.links.push({ from: second, to: n });
    const isCircle = !voided || reached(n, this.links, 'to').has(second);
    const back = recordEvent(this.people.farmer, this.#code(second), { ...step, ...from(this.#code(n)) }, noon);
    expect(await outcomeOf(back)).toBe(isCircle ? 'input-circle' : 'taken');
    if (!isCircle) this.links.push({ from: n, to: second });
  }

  readonly #bag = (lot: number) => ({
    outside: { name: 'Tinh bột', supplier: 'Ông Lù', lot: `F${this.#number}-${lot}`, receivedOn: '2026-11-01' },
    quantity: kg(1),
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
