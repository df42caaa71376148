import { removeGuardedImage } from '../media/guarded-images.ts';
import { DoubtModel } from './doubt.ts';
import { doubtsOfPerson } from './of-person.ts';

/**
 * Erases what somebody reported under this phone: words, place and photo. That there was a doubt, and what was found, stays. Safe to
 * repeat.
 * @param spellings of the phone
 */
export async function forgetDoubter(spellings: readonly string[]): Promise<void> {
  for (const { _id, photoId } of await doubtsOfPerson(spellings)) {
    // The photo first, so that a crash leaves nothing nobody points to.
    if (photoId !== null) await removeGuardedImage(photoId);
    await DoubtModel.updateOne({ _id }, { $set: { message: '', place: null, contact: null, photoId: null } });
  }
}
