import { lookup } from '../../lookup.ts';

/** What something of a unit is to EPCIS: its quantity kind (GS1 Web Vocabulary) and its code of UN/ECE Recommendation 20. */
interface Unit {
  uom: string;
  measures: 'Mass' | 'Length' | 'Volume' | 'Time' | 'Temperature' | 'Dimensionless' | 'Area';
}

// UN/ECE Recommendation No. 20, revision 17: codes of units of measure in international trade.
const units = lookup<Unit>({
  kg: { uom: 'KGM', measures: 'Mass' },
  g: { uom: 'GRM', measures: 'Mass' },
  tạ: { uom: 'DTN', measures: 'Mass' },
  tấn: { uom: 'TNE', measures: 'Mass' },
  t: { uom: 'TNE', measures: 'Mass' },
  m: { uom: 'MTR', measures: 'Length' },
  cm: { uom: 'CMT', measures: 'Length' },
  mm: { uom: 'MMT', measures: 'Length' },
  m2: { uom: 'MTK', measures: 'Area' },
  'm²': { uom: 'MTK', measures: 'Area' },
  lít: { uom: 'LTR', measures: 'Volume' },
  l: { uom: 'LTR', measures: 'Volume' },
  L: { uom: 'LTR', measures: 'Volume' },
  ml: { uom: 'MLT', measures: 'Volume' },
  ngày: { uom: 'DAY', measures: 'Time' },
  giờ: { uom: 'HUR', measures: 'Time' },
  '°C': { uom: 'CEL', measures: 'Temperature' },
  '%': { uom: 'P1', measures: 'Dimensionless' },
  'mg/kg': { uom: 'NA', measures: 'Dimensionless' },
});

/** Null for what is counted in pieces, or in a unit that the Recommendation has no code for. */
export const unitOf = (unit: string): Unit | null => units[unit] ?? null;
