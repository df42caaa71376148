import { phonesNamed } from '../database/forget.ts';
import { marksOf } from '../identity/accounts.ts';
import { findSellers } from '../identity/sellers.ts';
import { eraseBuyerWhole, eraseSellerWhole } from './erasing.ts';
import { type Erasure, listErasures } from './erasures.ts';

const packed = /^(ledger.*|photos\..*|label_files|system\..*)$/;

/**
 * Erases anew whoever was erased after a copy of the database was made that has now been restored. Safe to repeat.
 * @param since all acts of erasing that are known
 * @returns how many people or households of the copy were erased again
 */
export async function eraseAgain(since: readonly Erasure[]): Promise<number> {
  const done = new Map((await listErasures()).map((one) => [one.sellerId ?? one.mark, one.at]));
  const due = since.filter(({ sellerId, mark, at }) => (done.get(sellerId ?? mark) ?? new Date(0)) < at);
  const sellers = new Map(due.flatMap(({ sellerId, at }) => (sellerId === null ? [] : [[sellerId, at]])));
  const marks = new Map(due.flatMap(({ mark, at }) => (mark === null ? [] : [[mark, at]])));
  let again = 0;
  for (const seller of (await findSellers([...sellers.keys()])).filter(({ isErased }) => !isErased)) {
    const at = sellers.get(seller.id);
    if (at === undefined) continue;
    await eraseSellerWhole(seller, at);
    again += 1;
  }
  // A mark cannot be read back, so every phone that stands anywhere is asked whether it is of one.
  for (const phone of marks.size === 0 ? [] : await phonesNamed(packed)) {
    const at = marksOf(phone).flatMap((mark) => marks.get(mark) ?? [])[0];
    if (at === undefined) continue;
    await eraseBuyerWhole(phone, at);
    again += 1;
  }
  return again;
}
