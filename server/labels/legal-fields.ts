import type { LabelField } from './template.ts';

// Decree 37/2026/NĐ-CP, Art. 42 and Annex I, as of November 2026 (domain.md, section 1): every label names the goods, who
// answers for them and where, and the origin; the rest depends on the kind of goods.
const always: readonly LabelField[] = ['product', 'producer', 'address', 'origin'];
const byKind: Readonly<Record<string, readonly LabelField[]>> = {
  'gao-seng-cu': ['netQuantity', 'producedOn', 'expiresOn', 'warnings'],
  'mien-dong': ['netQuantity', 'producedOn', 'expiresOn', 'ingredients', 'use', 'storage'],
  'mat-ong': ['netQuantity', 'producedOn', 'expiresOn', 'ingredients', 'use', 'storage'],
  'tho-cam': ['ingredients', 'use', 'warnings', 'producedOn'],
};
// A kind that nobody has classified yet is held to the food rules, the strictest of them.
const unknown: readonly LabelField[] = [
  'netQuantity',
  'producedOn',
  'expiresOn',
  'ingredients',
  'use',
  'storage',
  'warnings',
];

/** What the law asks a label of this kind of goods to carry and these fields leave out. */
export function missingFields(kind: string, fields: readonly LabelField[]): LabelField[] {
  return [...always, ...(byKind[kind] ?? unknown)].filter((field) => !fields.includes(field));
}
