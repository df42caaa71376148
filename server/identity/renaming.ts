import type { Actor } from '../actor.ts';
import { forbidden, missing } from '../errors.ts';
import { type EarlierName, presentSeller, type Seller, SellerModel } from './seller.ts';
import { absentSeller, mayLookAt } from './sellers.ts';

/** What a seller is called and where it is. */
export type NameAndPlace = Omit<EarlierName, 'until' | 'by'>;

/**
 * Calls a seller by another name or address, from now on and everywhere that looks it up: chains of batches, public pages, desks.
 * Its address on the web, on printed labels too, stays. What it was called before is kept, with who changed it. Safe to repeat.
 * A name that was compared with papers is changed by an officer, who has seen the new ones.
 * @param actor who acts for the seller, or an officer, who helps the whole commune
 * @throws missing('seller-not-found') for everybody else's, and for who was erased; forbidden('name-was-identified')
 */
export async function renameSeller(actor: Actor, sellerId: string, wanted: NameAndPlace, at: Date): Promise<Seller> {
  if (!(await mayLookAt(actor, sellerId))) throw await absentSeller(sellerId);
  for (;;) {
    const record = await SellerModel.findOne({ _id: sellerId, erasedAt: { $exists: false } }).lean();
    if (!record) throw missing('seller-not-found');
    const { name, village, address } = record;
    const { line, commune, province } = address;
    const before = { name, village, line, commune, province };
    if (record.identity && wanted.name !== name && actor.role !== 'officer') throw forbidden('name-was-identified');
    if (fields.every((field) => before[field] === wanted[field])) return presentSeller(record);
    // Who changed it meanwhile is looked at anew, so that no earlier name is left out of the list.
    const renamed = await SellerModel.findOneAndUpdate(
      { _id: sellerId, erasedAt: { $exists: false }, ...atPaths(before) },
      { $set: atPaths(wanted), $push: { earlierNames: { ...before, until: at, by: actor.name } } },
      { returnDocument: 'after' },
    ).lean();
    if (renamed) return presentSeller(renamed);
  }
}

/** What a seller was called before, the last first. */
export async function earlierNamesOf(sellerId: string): Promise<EarlierName[]> {
  const record = await SellerModel.findById(sellerId, { earlierNames: 1 }).lean();
  return (record?.earlierNames ?? []).toReversed();
}

const fields = ['name', 'village', 'line', 'commune', 'province'] as const;

const atPaths = ({ name, village, line, commune, province }: NameAndPlace) => ({
  name,
  village,
  'address.line': line,
  'address.commune': commune,
  'address.province': province,
});
