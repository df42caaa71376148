import type { Actor } from '../actor.ts';
import { forgetGoods } from '../catalog/forgetting.ts';
import { forgetComplainant } from '../complaints/forgetting.ts';
import { forgetWords } from '../database/forget.ts';
import { overwriteFreed } from '../database/overwrite.ts';
import { conflict } from '../errors.ts';
import { forgetSeller, type Known, phonesAs, phonesOfSeller, wordsOfSeller } from '../identity/forgetting.ts';
import { getSeller, type Seller } from '../identity/sellers.ts';
import { forgetLabels } from '../labels/forgetting.ts';
import { removeImagesOf } from '../media/images.ts';
import { forgetDossiers } from '../ocop/forgetting.ts';
import { forgetEnquiries } from '../orders/enquiries.ts';
import { buyersWords, forgetBuyer, ordersOfBuyer, ordersUnderWay } from '../orders/forgetting.ts';
import { forgetReturnWords } from '../orders/return-rules.ts';
import { findReceivingAccount } from '../payments/receiving-accounts.ts';
import { forgetPlots } from '../plots/forgetting.ts';
import { forgetDoubter } from '../provenance/forgetting.ts';
import { forgetDrafts, forgetInHistories } from '../traceability/forgetting.ts';
import { forgetVisited } from '../visits/forgetting.ts';
import { noteErasure } from './erasures.ts';
import { requireFreshOfficer } from './fresh-officer.ts';

// Histories have their own way to forget, tiles and files hold no words.
const notWords = /^(batches|ledger.*|photos\..*|label_files|system\..*)$/;

/**
 * An officer erases a household, whole: names, phones, addresses, photos, stories, papers and what people wrote, in every room, and
 * what its people bought or complained about. What stays is goods, amounts and days under an id that means nobody; histories
 * verify and books sum as before. A crash in between is mended by doing it again: who the seller is goes last, so that the words to
 * look for are known until then.
 * @throws forbidden('not-for-your-role' | 'pin-needed'), missing('seller-not-found'), conflict('erase-orders-under-way'),
 *   conflict('erase-a-household') for a cooperative, whose households would be left without one
 */
export async function eraseHousehold(actor: Actor, sellerId: string, at: Date): Promise<void> {
  requireFreshOfficer(actor, at);
  const seller = await getSeller(sellerId);
  if (seller.kind !== 'household') throw conflict('erase-a-household');
  const phones = await phonesOfSeller(sellerId);
  const whose = [{ sellerId }, ...phones.map((phone) => ({ phone }))];
  refuseUnderWay((await Promise.all(whose.map(ordersUnderWay))).flat());
  await eraseSellerWhole(seller, at);
}

/** The act itself, which asks nobody. Noted before it begins: what a crash cuts off is to be done again after a restore too. */
export async function eraseSellerWhole({ id: sellerId, slug }: Pick<Seller, 'id' | 'slug'>, at: Date): Promise<void> {
  await noteErasure({ sellerId }, at);
  const phones = await phonesOfSeller(sellerId);
  const known = await knownOf(sellerId, at);
  for (const phone of phones) await forgetBuying(phone, at);
  await removeImagesOf(sellerId);
  await forgetGoods(sellerId);
  await forgetReturnWords(sellerId);
  await forgetEnquiries({ sellerId });
  await forgetPlots(sellerId);
  await forgetLabels(sellerId);
  await forgetDossiers(sellerId);
  await forgetVisited({ ...known, ids: [...known.ids, slug] });
  await forgetDrafts(known.ids);
  await forgetInHistories(known.everywhere, sellerId);
  // Until the last step its own records keep the words by which an act that is repeated finds the rest.
  const but = known.ids.flatMap((id) => [`sellers/${id}`, `accounts/${id}`]);
  await forgetWords({ ...known, ids: [...known.ids, slug], but }, notWords);
  await forgetSeller(sellerId, at);
  await overwriteFreed();
}

async function knownOf(sellerId: string, at: Date): Promise<Known> {
  const known = await wordsOfSeller(sellerId);
  const holder = (await findReceivingAccount(sellerId, at))?.holder;
  return holder ? { ...known, within: [...known.within, holder] } : known;
}

/**
 * An officer erases a buyer by the phone: the orders keep goods, amounts and days.
 * @param phone E.164
 * @throws forbidden('not-for-your-role' | 'pin-needed'), conflict('erase-orders-under-way')
 */
export async function eraseBuyer(actor: Actor, phone: string, at: Date): Promise<void> {
  requireFreshOfficer(actor, at);
  refuseUnderWay(await ordersUnderWay({ phone }));
  await eraseBuyerWhole(phone, at);
}

/** The act itself, which asks nobody. @param phone E.164 */
export async function eraseBuyerWhole(phone: string, at: Date): Promise<void> {
  await noteErasure({ phone }, at);
  await forgetBuying(phone, at);
  await forgetWords({ everywhere: phonesAs(phone), within: [], ids: [] }, notWords);
  await overwriteFreed();
}

/** What somebody bought, complained about and reported under a phone. */
async function forgetBuying(phone: string, at: Date): Promise<void> {
  const [words, numbers] = await Promise.all([buyersWords(phone), ordersOfBuyer(phone)]);
  const phones = phonesAs(phone);
  await forgetInHistories(phones, null);
  await forgetVisited({ everywhere: phones, within: words, ids: [...numbers, ...phones] });
  // Others may bear the name: it goes where one of the orders or the phone is named, so first, while both still are.
  await forgetWords({ everywhere: [], within: words, ids: [...numbers, ...phones] }, notWords);
  await forgetComplainant(phone, numbers, at);
  await forgetDoubter(phones);
  await forgetEnquiries({ phone });
  await forgetBuyer(phone);
}

function refuseUnderWay(numbers: readonly string[]): void {
  if (numbers.length > 0)
    throw conflict('erase-orders-under-way', { n: numbers.length, numbers: numbers.slice(0, 5).join(', ') });
}
