/**
 * A path on this site, or null. Guards every address that a request can choose (ASVS 5.0 3.7.2): `//evil`, `/\evil`,
 * `https:evil` and control characters are all refused.
 */
export function localPath(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 500 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text)) return null;
  const url = new URL(text, 'http://here.invalid');
  return url.host === 'here.invalid' ? url.pathname + url.search + url.hash : null;
}
