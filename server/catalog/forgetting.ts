import { randomBytes } from 'node:crypto';
import { removeGuardedImage } from '../media/guarded-images.ts';
import { CertificateModel } from './certificate.ts';
import { ProductModel } from './product.ts';
import { folded } from './product-change.ts';
import { getProfile } from './profiles.ts';
import { ShopLinkModel } from './shop-link.ts';
import { StoryModel } from './story.ts';

/**
 * Erases what a seller's goods say of it: stories with their photos and people, papers, outside shops, and the words of the goods
 * themselves. The goods stay under the name of their kind, off the market, since batches and orders hang on them. Safe to repeat.
 */
export async function forgetGoods(sellerId: string): Promise<void> {
  for (const { photos } of await StoryModel.find({ sellerId }, { photos: 1 }).lean())
    for (const { imageId } of photos) await removeGuardedImage(imageId);
  await StoryModel.deleteMany({ sellerId });
  await ShopLinkModel.deleteMany({ sellerId });
  await CertificateModel.deleteMany({ sellerId });
  for (const { _id, kind } of await ProductModel.find({ sellerId }, { kind: 1 }).lean()) {
    const name = getProfile(kind).name.vi;
    const slug = `da-xoa-${randomBytes(6).toString('hex')}`;
    const set = { name, folded: folded(name, kind), slug, description: null, photoId: null, isTakenDown: true };
    await ProductModel.updateOne({ _id }, { $set: set, $inc: { version: 1 } });
  }
}
