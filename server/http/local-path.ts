const here = 'http://here.invalid';

/**
 * A path on this site, or null. Guards every address that a request can choose (ASVS 5.0 3.7.2): the text is resolved as a
 * browser would, `.` and `..` and their `%2e` removed, and what comes of it must lead here too: `/.//evil` would leave `//evil`.
 */
export function localPath(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 500 || !/^\/[\x21-\x5b\x5d-\x7e]*$/.test(text)) return null;
  const path = resolved(text);
  return path !== null && resolved(path) === path ? path : null;
}

function resolved(path: string): string | null {
  if (!URL.canParse(path, here)) return null;
  const { origin, pathname, search, hash } = new URL(path, here);
  return origin === here ? pathname + search + hash : null;
}
