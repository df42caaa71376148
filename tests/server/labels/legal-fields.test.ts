import { describe, expect, it } from 'vitest';
import { missingFields } from '../../../server/labels/legal-fields.ts';
import { labelFields } from '../../../server/labels/template.ts';

const onEvery = ['product', 'producer', 'address', 'origin'];
const ofFood = ['netQuantity', 'producedOn', 'expiresOn', 'warnings', 'ingredients', 'use', 'storage'];
const sorted = (fields: readonly string[]) => fields.toSorted((a, b) => a.localeCompare(b));

describe('missingFields', () => {
  // domain.md, section 1: rice four; noodles and honey "also" three; textiles what they are made of, and the year.
  it.each([
    ['gao-seng-cu', ['netQuantity', 'producedOn', 'expiresOn', 'warnings']],
    ['mien-dong', ofFood],
    ['mat-ong', ofFood],
    ['che', ofFood],
    ['duoc-lieu', ofFood],
    ['tho-cam', ['ingredients', 'warnings', 'use', 'producedOn']],
    ['a kind that nobody knows', ofFood],
  ])('asks a label of %s for what the law asks of such goods', (kind, fields) => {
    expect(sorted(missingFields(kind, []))).toEqual(sorted([...onEvery, ...fields]));
  });

  it('leaves nothing to ask of a label that carries all', () => {
    expect(missingFields('mat-ong', labelFields)).toEqual([]);
    expect(
      missingFields(
        'mat-ong',
        [...labelFields].filter((field) => field !== 'warnings'),
      ),
    ).toEqual(['warnings']);
  });
});
