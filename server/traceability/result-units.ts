/** What can be compared: per weight, per volume, by volume; a bare share (%, ppm) may be of weight or of volume. */
type Dimension =
  | 'mass-share'
  | 'volume-share'
  | 'share'
  | 'mass-per-volume'
  | 'colonies'
  | 'colonies-per-volume'
  | Other;
type Other = 'probable' | 'probable-per-volume' | 'mass' | 'conductivity' | 'temperature';

/** How much of the dimension's own unit one of this unit is. */
type Row = readonly [unit: string, dimension: Dimension, factor: number];

// Laboratories' units as they write them; factors by the definitions of the SI prefixes, ppm and ppb as parts of 10⁶ and 10⁹.
// Left out on purpose: `ppt` (thousand or trillion), `meq` (hangs on the substance), mg/l against ppm (hangs on the density).
const rows: readonly Row[] = [
  ['%', 'share', 1e4],
  ['‰', 'share', 1e3],
  ['ppm', 'share', 1],
  ['ppb', 'share', 1e-3],
  ['kg/kg', 'mass-share', 1e6],
  ['g/kg', 'mass-share', 1e3],
  ['mg/kg', 'mass-share', 1],
  ['ug/kg', 'mass-share', 1e-3],
  ['ng/kg', 'mass-share', 1e-6],
  ['g/g', 'mass-share', 1e6],
  ['mg/g', 'mass-share', 1e3],
  ['ug/g', 'mass-share', 1],
  ['ng/g', 'mass-share', 1e-3],
  ['g/100g', 'mass-share', 1e4],
  ['mg/100g', 'mass-share', 10],
  ['ug/100g', 'mass-share', 1e-2],
  ['ml/l', 'volume-share', 1e3],
  ['ul/l', 'volume-share', 1],
  ['ml/100ml', 'volume-share', 1e4],
  ['%vol', 'volume-share', 1e4],
  ['%v/v', 'volume-share', 1e4],
  ['%w/w', 'mass-share', 1e4],
  ['%m/m', 'mass-share', 1e4],
  ['g/l', 'mass-per-volume', 1e3],
  ['mg/l', 'mass-per-volume', 1],
  ['ug/l', 'mass-per-volume', 1e-3],
  ['ng/l', 'mass-per-volume', 1e-6],
  ['g/ml', 'mass-per-volume', 1e6],
  ['mg/ml', 'mass-per-volume', 1e3],
  ['ug/ml', 'mass-per-volume', 1],
  ['ng/ml', 'mass-per-volume', 1e-3],
  ['g/100ml', 'mass-per-volume', 1e4],
  ['mg/100ml', 'mass-per-volume', 10],
  ['cfu/g', 'colonies', 1],
  ['cfu/kg', 'colonies', 1e-3],
  ['cfu/100g', 'colonies', 1e-2],
  ['cfu/ml', 'colonies-per-volume', 1],
  ['cfu/l', 'colonies-per-volume', 1e-3],
  ['cfu/100ml', 'colonies-per-volume', 1e-2],
  ['mpn/g', 'probable', 1],
  ['mpn/100g', 'probable', 1e-2],
  ['mpn/ml', 'probable-per-volume', 1],
  ['mpn/100ml', 'probable-per-volume', 1e-2],
  ['kg', 'mass', 1e6],
  ['g', 'mass', 1e3],
  ['mg', 'mass', 1],
  ['ug', 'mass', 1e-3],
  ['ms/cm', 'conductivity', 1e3],
  ['us/cm', 'conductivity', 1],
  ['°c', 'temperature', 1],
];

const known = new Map(rows.map(([unit, dimension, factor]) => [unit, { dimension, factor }]));

/**
 * By how much a number in one unit is multiplied to stand in another: `g/kg` to `mg/kg` is 1000. The same unit, also one that
 * we do not know, is 1. Null where the two do not convert, so that nobody compares bare numbers.
 */
export function factorBetween(from: string, to: string): number | null {
  const [a, b] = [writtenPlainly(from), writtenPlainly(to)];
  if (a === b) return 1;
  const [one, other] = [known.get(a), known.get(b)];
  if (!one || !other || !areComparable(one.dimension, other.dimension)) return null;
  return one.factor / other.factor;
}

/** Whether a laboratory's unit is one that we can convert. */
export const isResultUnit = (unit: string): boolean => known.has(writtenPlainly(unit));

const areComparable = (a: Dimension, b: Dimension): boolean =>
  a === b || (isShare(a) && isShare(b) && (a === 'share' || b === 'share'));

const isShare = (dimension: Dimension): boolean => dimension === 'share' || dimension.endsWith('-share');

// µ is one letter in Greek and another as a sign, a micro may be `u` or `mc`, a litre `lít`, a colony `KL`.
const writtenPlainly = (unit: string): string =>
  unit
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\s|[()]/g, '')
    .replaceAll('º', '°')
    .replaceAll('μ', 'u')
    .replaceAll(/\bmcg\b/g, 'ug')
    .replaceAll(/l[íi]t|liter|litre/g, 'l')
    .replaceAll(/[.·*]?(kg|g|ml|l)(?:-1|⁻¹|−1)$/g, '/$1')
    .replaceAll(/^(?:kl|khuẩnlạc)\//g, 'cfu/')
    .replaceAll(/^(%)(?:kl|khốilượng)$/g, '%w/w')
    .replaceAll(/^(%)(?:tt|thểtích)$/g, '%vol');
