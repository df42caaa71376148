import { ocopStarsOf } from '../catalog/certificates.ts';
import { conflict } from '../errors.ts';
import type { Drawing } from '../press/drawing.ts';
import { findPublicBatch } from '../traceability/batches.ts';
import type { LabelRunRecord } from './label-run.ts';

/**
 * Labels that were drawn with OCOP stars are not handed out any more once no certificate in force gives the product so many: what is
 * printed from then on would claim what has ended.
 * @param today YYYY-MM-DD
 * @throws conflict('label-stars-ended')
 */
export async function requireStarsHold(
  { drawings, parts }: Pick<LabelRunRecord, 'drawings' | 'parts'>,
  today: string,
): Promise<void> {
  const drawn = JSON.parse(drawings) as Drawing[];
  for (const [place, { batchCode }] of parts.entries()) {
    const stars = starsIn(drawn[place]);
    const batch = stars === null ? null : await findPublicBatch(batchCode);
    if (stars === null || batch === null) continue;
    if (!(await ocopStarsOf(batch, today)).includes(stars)) throw conflict('label-stars-ended', { stars });
  }
}

/** The stars that a label says; null for one without. Every template says them in these words. */
export function starsIn(drawing: Drawing | undefined): number | null {
  const words = (drawing?.shapes ?? []).flatMap((shape) =>
    shape.kind === 'text' ? shape.segments.map(({ text }) => text) : [],
  );
  const [, stars] = /OCOP\s+([1-5])\s+sao/.exec(words.join(' ')) ?? [];
  return stars === undefined ? null : Number(stars);
}
