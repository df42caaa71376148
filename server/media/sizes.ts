import { resize, type Width } from './image.ts';
import { readFile, writeFile } from './photo-files.ts';

/**
 * Draws a kept photo in a smaller width and keeps that beside it; null when the whole one is not there.
 * @param nameOf the file that a width is kept in
 */
export async function drawSize(nameOf: (width: Width) => string, width: Width): Promise<Buffer | null> {
  const whole = width === 1280 ? null : await readFile(nameOf(1280));
  if (whole === null) return null;
  const bytes = await resize(whole, width);
  await writeFile(nameOf(width), bytes);
  return bytes;
}
