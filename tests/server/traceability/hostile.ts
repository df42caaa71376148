import * as fc from 'fast-check';

/** Values that a form or a program should never send, operators of the database first. */
export const hostileValue = fc.oneof(
  fc.constantFrom<unknown>(
    { $gt: '' },
    { $ne: null },
    { $where: 'sleep(1)' },
    [{ $nor: [] }],
    null,
    true,
    -1,
    0,
    1e308,
    Number.MAX_SAFE_INTEGER,
    0.1,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '__proto__',
    'constructor',
    '2026-02-30',
    '9999-99-99T99:99:99Z',
    '+275760-09-13',
    'x'.repeat(5000),
    [],
    {},
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A good body with up to three of its values, anywhere in it, replaced by hostile ones, or with fields nobody asked for. */
export const spoiled = (body: object): fc.Arbitrary<object> =>
  fc
    .array(fc.record({ place: fc.nat(), value: hostileValue, extra: fc.boolean() }), { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce<object>((spoiling, change) => spoil(spoiling, change), structuredClone(body)));

// Each place gets a copy: a constant that was put in twice would else hold itself.
function spoil(body: object, change: { place: number; value: unknown; extra: boolean }): object {
  const { place, extra } = change;
  const value = structuredClone(change.value);
  if (extra) return { ...body, ['role_id$'.slice(0, (place % 7) + 1)]: value };
  const places = placesIn(body);
  const [holder, key] = places[place % places.length] ?? [body, 'x'];
  (holder as Record<string, unknown>)[key] = value;
  return body;
}

function placesIn(value: unknown): [object, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[value, key] as [object, string], ...placesIn(inner)]);
}
