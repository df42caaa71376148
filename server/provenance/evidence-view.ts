import type { Certificate } from '../catalog/certificates.ts';
import type { Limit } from '../catalog/profiles.ts';
import { imageUrl } from '../media/images.ts';
import { countVerdicts, type LabTest, type TestResult } from './evidence.ts';

/** Certificates and laboratory reports as the page shows them: pictures as addresses, which sentence says a limit. */
export const evidenceView = (certificates: readonly Certificate[], tests: readonly LabTest[]) => ({
  certificates: certificates.map((one) => ({
    ...one,
    drawnStars: one.stars && '★'.repeat(one.stars),
    photo: one.photoId && picture(one.photoId),
  })),
  tests: tests.map(testView),
});

export type EvidenceView = ReturnType<typeof evidenceView>;

function testView(test: LabTest) {
  const counts = countVerdicts(test);
  return {
    ...test,
    counts,
    hasFailed: counts.outside > 0,
    isJudged: counts.outside + counts.within > 0,
    photos: test.photoIds.map(picture),
    results: test.results.map(resultView),
  };
}

const picture = (id: string) => ({ small: imageUrl(id, 320), large: imageUrl(id, 1280) });

const resultView = (result: TestResult) => ({
  ...result,
  isOutside: result.verdict === 'outside',
  isWithin: result.verdict === 'within',
  isNumber: typeof result.value === 'number',
  inBoth: typeof result.name !== 'string',
  bound: result.limit?.bounds ? boundOf(result.limit.bounds) : null,
});

/** Which sentence of the catalogue says a limit. */
export function boundOf({ min, max }: Limit): 'between' | 'at-most' | 'at-least' {
  if (min !== undefined && max !== undefined) return 'between';
  return max === undefined ? 'at-least' : 'at-most';
}
