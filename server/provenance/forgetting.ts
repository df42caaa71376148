import { ownFigures } from '../database/forget.ts';
import { removeGuardedImage } from '../media/guarded-images.ts';
import { DoubtModel } from './doubt.ts';

/**
 * Erases what somebody reported under this phone: words, place and photo. That there was a doubt, and what was found, stays. Safe to
 * repeat.
 * @param spellings of the phone
 */
export async function forgetDoubter(spellings: readonly string[]): Promise<void> {
  const figures = new Set(spellings.map(ownFigures));
  for (const { _id, contact, photoId } of await DoubtModel.find({ contact: { $gt: '' } }).lean()) {
    if (contact === null || !figures.has(ownFigures(contact))) continue;
    // The photo first, so that a crash leaves nothing nobody points to.
    if (photoId !== null) await removeGuardedImage(photoId);
    await DoubtModel.updateOne({ _id }, { $set: { message: '', place: null, contact: null, photoId: null } });
  }
}
