import exported from 'canonicalize';

// Node gives a CommonJS package's export itself as the default; the package's types promise it one level deeper.
const serialize = exported as unknown as (value: unknown) => string | undefined;

/** RFC 8785 canonical JSON: one text for one value, whatever the order of its keys. */
export function canonicalize(value: object): string {
  return serialize(value) ?? '';
}
