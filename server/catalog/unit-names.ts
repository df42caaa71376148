import type { Localized } from '../language.ts';

const english: Readonly<Record<string, string>> = {
  tạ: 'quintal',
  tấn: 'tonne',
  lít: 'litre',
  tấm: 'piece',
  chiếc: 'piece',
  cái: 'piece',
  bộ: 'set',
  gói: 'pack',
  túi: 'bag',
  hũ: 'jar',
  lọ: 'jar',
  chai: 'bottle',
  hộp: 'box',
  đàn: 'hives',
  lần: 'times',
  giờ: 'hours',
  ngày: 'days',
};

// Synonyms that programs and people send for the same unit; what was sent is kept as it was.
const known = [
  'kg',
  'g',
  't',
  'l',
  'L',
  'ml',
  'm',
  'cm',
  'm2',
  'm²',
  'piece',
  'pieces',
  'pack',
  ...Object.keys(english),
];

/** Whether an amount of goods can be given in this unit. */
export const isGoodsUnit = (unit: string): boolean => known.includes(unit);

/** A unit as people read it; symbols such as kg or % are the same in every language. */
export const unitName = (unit: string): Localized => ({ vi: unit, en: english[unit] ?? unit });
