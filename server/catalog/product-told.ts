import type { Actor } from '../actor.ts';
import { type ToldChange, tellChange } from '../told-changes.ts';
import type { PackRecord, ProductRecord } from './product.ts';

/** Tells what became of goods: their name, number, packs and prices. */
export function tellProduct(actor: Actor, before: ProductRecord, after: ProductRecord): void {
  tellChange(
    actor,
    { what: 'name', from: before.name, to: after.name },
    { what: 'gtin', from: before.gtin ?? null, to: after.gtin ?? null },
    { what: 'inspection', from: before.needsInspection, to: after.needsInspection },
    ...after.packs.flatMap((pack) =>
      packChanges(
        before.packs.find(({ packId }) => packId === pack.packId),
        pack,
      ),
    ),
  );
}

function packChanges(before: PackRecord | undefined, { name, priceVnd, retiredAt }: PackRecord): ToldChange[] {
  if (!before) return [{ what: 'price', of: name, from: null, to: priceVnd, as: 'money' }];
  return [
    { what: 'pack', from: before.name, to: name },
    { what: 'price', of: name, from: before.priceVnd, to: priceVnd, as: 'money' },
    { what: 'offered', of: name, from: before.retiredAt === null, to: retiredAt === null },
  ];
}
