/** Link types of the GS1 Web Vocabulary that this resolver has links of. */
export const linkTypes = ['defaultLink', 'pip', 'traceability', 'recallStatus', 'verificationService'] as const;
export type LinkType = (typeof linkTypes)[number];

/** Where the vocabulary lives; its addresses are the names in a linkset. */
export const vocabulary = 'https://ref.gs1.org/voc/';

// Written short (`gs1:pip`), or whole, also as the vocabulary was addressed before.
const prefixes = ['gs1:', vocabulary, 'https://gs1.org/voc/', 'https://www.gs1.org/voc/'];

/**
 * What the query asks for (GS1-Conformant Resolver 1.2): one link type, or all links there are (`linkset`, before 1.1 `all`).
 * Null for a link type that this resolver has no links of.
 */
export function readLinkType(asked: string): LinkType | 'linkset' | null {
  if (asked === 'linkset' || asked === 'all') return 'linkset';
  const prefix = prefixes.find((one) => asked.startsWith(one));
  return linkTypes.find((type) => prefix !== undefined && asked === prefix + type) ?? null;
}
