import exported from 'canonicalize';

// Node gives a CommonJS package's export itself as the default; the package's types promise it one level deeper.
const serialize = exported as unknown as (value: unknown) => string | undefined;

/**
 * RFC 8785 canonical JSON: one text for one value, whatever the order of its keys. Halves of surrogate pairs, which no UTF-8
 * can carry, count as the replacement character that the database keeps for them; else a history would not verify.
 */
export function canonicalize(value: object): string {
  const storable: unknown = JSON.parse(JSON.stringify(value, (_key, inner: unknown) => asStored(inner)));
  return serialize(storable) ?? '';
}

const asStored = (value: unknown): unknown => (typeof value === 'string' ? Buffer.from(value).toString() : value);
