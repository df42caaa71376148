import { findProfile, legalParticulars } from '../catalog/profiles.ts';
import type { LabelField } from './template.ts';

// Decree 37/2026/NĐ-CP, Art. 42, as of November 2026 (domain.md, section 1): every label names the goods, who answers for
// them and where, and the origin; what else depends on the kind of goods stands in its profile.
const always: readonly LabelField[] = ['product', 'producer', 'address', 'origin'];

/**
 * What the law asks a label of this kind of goods to carry and these fields leave out. Of goods whose kind is not known (a
 * template's sample) it may ask everything.
 */
export function missingFields(kind: string, fields: readonly LabelField[]): LabelField[] {
  const required = findProfile(kind)?.labelContents.required.flatMap(({ field }) => field ?? []);
  return [...always, ...(required ?? legalParticulars)].filter((field) => !fields.includes(field));
}
