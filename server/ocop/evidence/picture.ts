import sharp from 'sharp';
import { readImage } from '../../media/images.ts';

/** A photo as every office computer opens it: JPEG instead of the WebP we keep. */
export const asJpeg = (bytes: Buffer): Promise<Buffer> => sharp(bytes).jpeg({ quality: 85 }).toBuffer();

/** A photo that we keep, as JPEG; null when it is gone. */
export async function photoFile(id: string): Promise<Buffer | null> {
  const photo = await readImage(id);
  return photo && asJpeg(photo.bytes);
}
