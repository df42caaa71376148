import type { Actor } from '../actor.ts';
import { forbidden, invalid } from '../errors.ts';
import { tellChange } from '../told-changes.ts';
import { TaxChoiceModel, type TaxChoiceRecord, type TaxGroupId } from './tax-group.ts';

export type TaxChoice = Omit<TaxChoiceRecord, '_id'>;

/**
 * Keeps which group a product is of, as the officer says.
 * @throws forbidden('not-for-your-role'), invalid('mistakes') where what is not taxed has no reason
 */
export async function chooseTaxGroup(
  actor: Actor,
  { productId, group, reason }: { productId: string; group: TaxGroupId; reason: string | null },
  at: Date,
): Promise<void> {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  if (group === 'exempt' && reason === null) throw invalid('mistakes', {}, [{ pointer: '/reason', code: 'required' }]);
  const before = (await taxChoices()).get(productId);
  await TaxChoiceModel.create({ productId, group, reason, by: actor.name, at });
  tellChange(actor, { what: 'tax-group', from: before?.group ?? null, to: group, as: 'word' });
}

/** The choice in force of each product; what nobody has chosen yet is not in it. */
export async function taxChoices(): Promise<Map<string, TaxChoice>> {
  const all = await TaxChoiceModel.find().sort({ at: 1, _id: 1 }).lean<TaxChoiceRecord[]>();
  return new Map(all.map(({ productId, group, reason, by, at }) => [productId, { productId, group, reason, by, at }]));
}
