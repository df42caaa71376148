import { unavailable } from '../errors.ts';

export interface KeptImage {
  id: string;
  url: string;
  width: number;
  height: number;
}

/**
 * Checks, turns upright, shrinks and keeps a photo; the owner is a seller.
 * @throws unsupported('image-not-supported'), invalid('image-broken'), tooLarge('image-too-large')
 */
export async function keepImage(_bytes: Buffer, _owner: string, _at: Date): Promise<KeptImage> {
  throw unavailable('image-not-kept');
}

/** The bytes of one width (320, 640 or 1280 px), or null when there is no such image or width. */
export async function readImage(_id: string, _width = 1280): Promise<{ bytes: Buffer; type: string } | null> {
  throw unavailable('image-not-kept');
}

/** Where a browser finds the image in one width: 320, 640 or 1280 px. */
export const imageUrl = (id: string, width = 1280): string => `/anh/${id}-${width}.webp`;

/**
 * Every id is an image that one of the owners brought.
 * @throws invalid('image-not-found')
 */
export async function requireImages(_ids: readonly string[], _owner: string | readonly string[]): Promise<void> {
  throw unavailable('image-not-kept');
}
