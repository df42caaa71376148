import type { Actor } from '../actor.ts';
import { listProducts, type Product } from '../catalog/products.ts';
import { getProfile, isGoodsUnit } from '../catalog/profiles.ts';
import { foldText } from '../fold.ts';
import { type Seller, sellersActedFor } from '../identity/sellers.ts';
import { readDay } from '../reading/days.ts';
import { readDecimal } from '../reading/numbers.ts';
import { readText } from '../reading/text.ts';
import { mistakesInFacts } from '../traceability/batch-facts.ts';
import { registerBatch, type WantedBatch } from '../traceability/batches.ts';
import { takeBackBatch } from '../traceability/taking-back.ts';
import type { ImportRecord, Made } from './import.ts';
import { type Line, linesOf, type Plan, type SheetMistake } from './lines.ts';

/** What a sheet of batches would make, and what is wrong in it. */
export async function planBatches(actor: Actor, sheet: ImportRecord, at: Date): Promise<Plan> {
  const mistakes: SheetMistake[] = [];
  const sellers = await sellersActedFor(actor);
  const products = await listProducts({ sellerIds: sellers.map(({ id }) => id), limit: 500 });
  const known = { sellers: sellers.map(named), products: products.map(named), at };
  const planned = linesOf(sheet, mistakes).flatMap((line) => {
    const wanted = readLine(line, known);
    if (!wanted || !line.isRight()) return [];
    const requestId = `import ${sheet._id} ${line.line}`;
    return [{ line: line.line, make: async () => (await registerBatch(actor, { ...wanted, requestId }, at)).code }];
  });
  return { planned, mistakes };
}

interface Known {
  sellers: readonly Named<Seller>[];
  products: readonly Named<Product>[];
  at: Date;
}

// A sheet has thousands of lines and a cooperative hundreds of goods: each name is folded once.
type Named<T> = { folded: string; it: T };
const named = <T extends { name: string }>(it: T): Named<T> => ({ folded: foldText(it.name), it });

function calledSo<T>(all: readonly Named<T>[], said: string): T[] {
  const wanted = foldText(said);
  return all.filter(({ folded }) => folded === wanted).map(({ it }) => it);
}

function readLine(line: Line, known: Known): WantedBatch | null {
  const product = productOf(line, known);
  const value = line.read('quantity', (text) =>
    readDecimal(text, { units: product ? getProfile(product.kind).units : [] }),
  );
  const producedOn = line.read('producedOn', (text) => readDay(text, known.at));
  const expiresOn = line.read('expiresOn', (text) => readDay(text, known.at));
  const lot = line.read('lot', readText);
  const note = line.read('note', readText);
  const unit = unitOf(line, product);
  if (unit === null || !product || value === undefined || producedOn === undefined) return null;
  const facts = { quantity: { value, unit }, producedOn, expiresOn: expiresOn ?? null, lot };
  // Told while it is looked at, at its cell, and not when it is run.
  for (const { pointer, code } of mistakesInFacts(facts, known.at)) line.fail(pointer.split('/').at(-1) ?? '', code);
  return { productId: product.id, ...facts, note };
}

/** The unit that the line says, else the first of its goods; null, and noted, for one that nobody knows. */
function unitOf(line: Line, product: Product | null): string | null {
  const unit = line.cell('unit') || (product ? getProfile(product.kind).units[0] : null);
  if (!unit || isGoodsUnit(unit)) return unit ?? null;
  line.fail('unit', 'unit-unknown');
  return null;
}

/** The goods of the line; of goods that several make, those of the household that it names. */
function productOf(line: Line, { sellers, products }: Known): Product | null {
  const name = line.read('product', readText);
  if (name === undefined) return null;
  const household = line.cell('household');
  const makers = household === '' ? sellers.map(({ it }) => it) : calledSo(sellers, household);
  if (makers.length === 0) line.fail('household', 'household-unknown');
  const found = calledSo(products, name).filter(({ sellerId }) => makers.some(({ id }) => id === sellerId));
  const [only] = found;
  if (only && found.length === 1) return only;
  if (makers.length > 0) line.fail('product', found.length === 0 ? 'product-unknown' : 'product-of-several');
  return null;
}

/** @throws conflict('batch-in-use') */
export const unmakeBatch = (actor: Actor, { id }: Made): Promise<void> => takeBackBatch(actor, id);
