import { invalid } from '../errors.ts';
import { codeInPhoto } from '../payments/payment-codes.ts';

/** What was pasted, else what the photo shows. @throws invalid('mistakes') when there is neither, or no code in the photo */
export async function codeIn(
  typed: string | undefined,
  files: Record<string, readonly { bytes: Buffer }[]>,
): Promise<string> {
  if (typed !== undefined) return typed;
  const [photo] = files.photo ?? [];
  const seen = photo ? await codeInPhoto(photo.bytes) : null;
  if (seen !== null) return seen;
  const code = photo ? 'no-code-in-photo' : 'required';
  throw invalid('mistakes', {}, [{ pointer: photo ? '/photo' : '/code', code }]);
}
