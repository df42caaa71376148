import type { Quantity } from '../catalog/products.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { stepsOf } from './bulk.ts';
import { type Input, sourceOf } from './input.ts';
import { type Kin, kin } from './kin.ts';

/** That something went into something else. */
export interface Edge {
  from: string;
  to: string;
  /** What was drawn: nothing for a by-product, whose making drew on it for another batch. */
  quantity: Quantity;
  /** Of a by-product: the batch for which its inputs were drawn. */
  besideOf?: string;
}

/** How an answer names what its reader may see, and what not. */
interface Naming {
  idOf: (id: string) => string;
  isHidden: (id: string) => boolean;
}

/** What went into a batch at its registration and with its steps, without steps that never happened. */
export const inputsOf = (record: Pick<BatchRecord, 'inputs' | 'events'>): Input[] => [
  ...record.inputs,
  ...stepsOf(record).flatMap(({ inputs = [] }) => inputs),
];

/** All edges into these batches from what is in the family. */
export async function edgesAmong(
  batches: readonly Kin[],
  inFamily: ReadonlySet<string>,
  naming: Naming,
): Promise<Edge[]> {
  return (await withDrawn(batches)).flatMap((one) => edgesInto(one, inFamily, naming));
}

// Of a by-product what was drawn for the batch that it came out beside.
async function withDrawn(batches: readonly Kin[]): Promise<(Kin & { drawn: Input[] })[]> {
  const mains = [...new Set(batches.flatMap(({ besideOf }) => besideOf ?? []))];
  const found = mains.length === 0 ? [] : await BatchModel.find({ code: { $in: mains } }, kin).lean<Kin[]>();
  const by = new Map(found.map((main) => [main.code, inputsOf(main)]));
  return batches.map((one) => ({ ...one, drawn: one.besideOf ? (by.get(one.besideOf) ?? []) : inputsOf(one) }));
}

// How much one hidden batch took of another is nobody's business who may see neither.
const edgesInto = (
  { code, besideOf, drawn }: Kin & { drawn: Input[] },
  inFamily: ReadonlySet<string>,
  { idOf, isHidden }: Naming,
): Edge[] =>
  drawn
    .filter((input) => inFamily.has(sourceOf(input)) && !(isHidden(sourceOf(input)) && isHidden(code)))
    .map((input) => ({
      from: idOf(sourceOf(input)),
      to: idOf(code),
      quantity: { value: besideOf ? 0 : input.quantity.value, unit: input.quantity.unit },
      // Both are one seller's: who may see the one may see the other.
      ...(besideOf && !isHidden(code) ? { besideOf } : {}),
    }));
