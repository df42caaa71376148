import { lookup } from '../lookup.ts';

const english = lookup<string>({
  yến: 'yến (10 kg)',
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
});

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

/** Whether goods of any kind may be given in this unit; a kind's profile can name more. */
export const isCommonUnit = (unit: string): boolean => known.includes(unit);

/** The English of a unit; null for symbols such as kg or %, which are the same in every language, and for what is not common. */
export const englishUnit = (unit: string): string | null => english[unit] ?? null;
