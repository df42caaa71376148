import sharp from 'sharp';

/** The text of the QR code in a picture, read from its pixels as a phone does; null when there is none to be seen. */
export async function readPicture(picture: Buffer): Promise<string | null> {
  const { data, info } = await sharp(picture, { limitInputPixels: 24e6 })
    .flatten({ background: '#fff' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  // The package is CommonJS with a default of its own inside.
  const { default: reader } = (await import('jsqr')).default;
  return reader(new Uint8ClampedArray(data), info.width, info.height)?.data ?? null;
}
