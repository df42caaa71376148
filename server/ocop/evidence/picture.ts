import { asJpeg } from '../../media/documents.ts';
import { readImage } from '../../media/images.ts';

/** A photo that we keep, as JPEG; null when it is gone. */
export async function photoFile(id: string): Promise<Buffer | null> {
  const photo = await readImage(id);
  return photo && asJpeg(photo.bytes);
}
