import sharp, { type Sharp } from 'sharp';
import { pick } from '../language.ts';
import { drawPicture, templatesFor } from '../press/picture.ts';
import type { KitWords } from './kit.ts';
import type { Kit } from './kits.ts';

/** The heaviest picture that goes out: people send them over mobile networks, and Zalo shrinks what is heavier. */
export const mostBytes = 300_000;

/**
 * A JPEG of at most `mostBytes`: the best quality that stays below it. What it was made from is left behind, place and all.
 * @param draw the picture, anew for each try
 */
export async function lightJpeg(draw: () => Sharp): Promise<Buffer> {
  for (const quality of [86, 76, 64, 52, 40, 28]) {
    const bytes = await draw().jpeg({ quality, mozjpeg: true }).toBuffer();
    if (bytes.length <= mostBytes) return bytes;
  }
  return draw().jpeg({ quality: 15, mozjpeg: true }).toBuffer();
}

/** A photo in a channel's size: cut where least is to be seen, never stretched. */
export const cutPhoto = (photo: Buffer, { width, height }: { width: number; height: number }): Promise<Buffer> =>
  lightJpeg(() => sharp(photo).resize(width, height, { fit: 'cover', position: 'attention' }));

/** The code of the stall with the channel's own mark, as a PNG to print or post. */
export async function kitCode({ product, seller, channel, qr }: Kit, words: KitWords): Promise<Buffer> {
  const [template] = templatesFor('kit');
  if (!template) throw new RangeError('qr-templates/pictures has a code for kits');
  const title = pick(channel.title, 'vi');
  const texts = {
    heading: words(qr.isOpen ? 'code.open' : 'code.here', { channel: title }),
    seller: seller.name,
    title: product.name,
  };
  const picture = await drawPicture(template, 'square', { texts, payload: qr.url, photo: null, mark: channel.icon });
  return picture.png({ palette: true, colours: 64 }).toBuffer();
}
