import { foldText } from '../fold.ts';
import { plotFactKeys, plotFacts } from '../plots/plot-facts.ts';
import type { ImportKind } from './import.ts';

interface Column {
  key: string;
  needed: boolean;
  /** How headings begin that mean it, in small letters without marks; one with a mark means only what is written with it. */
  called: readonly string[];
  /** A needed column that this one stands for where the sheet has none of its own. */
  standsFor?: string;
}

/** What a sheet of each kind may hold. */
export const columnsOf: Record<ImportKind, readonly Column[]> = {
  households: [
    {
      key: 'name',
      needed: true,
      called: [
        'ten ho',
        'ho gia dinh',
        'gia dinh',
        'nong ho',
        'ho san xuat',
        'ho nong dan',
        'co so',
        'household',
        'name',
      ],
    },
    {
      key: 'phone',
      needed: true,
      called: [
        'so dien thoai',
        'dien thoai',
        'so đt',
        'sđt',
        'sdt',
        'đt',
        'đtdđ',
        'di dong',
        'so di dong',
        'so may',
        'zalo',
        'phone',
        'tel',
      ],
    },
    {
      key: 'village',
      needed: true,
      called: ['ban', 'ten ban', 'thon', 'ten thon', 'xom', 'to dan pho', 'khu pho', 'dia chi', 'noi o', 'village'],
    },
    {
      key: 'person',
      needed: false,
      standsFor: 'name',
      called: [
        'nguoi dai dien',
        'dai dien',
        'ho ten nguoi dai dien',
        'chu ho',
        'ten chu ho',
        'ho ten',
        'ho va ten',
        'ten nguoi',
        'nguoi dung',
        'nguoi lien he',
        'nguoi ghi',
        'thanh vien',
        'xa vien',
        'person',
        'full name',
      ],
    },
    { key: 'people', needed: false, called: ['dan toc', 'people', 'ethnic'] },
    {
      key: 'plot',
      needed: false,
      called: [
        'thua',
        'ten thua',
        'so thua',
        'ruong',
        'ten ruong',
        'nuong',
        'ten nuong',
        'vuon',
        'xu dong',
        'noi dat ong',
        'plot',
        'field',
      ],
    },
    { key: 'area', needed: false, called: ['dien tich', 'tong dien tich', 'dt m2', 'dt ha', 'dt sao', 'area'] },
    ...plotFactKeys.map((key) => ({ key, needed: false, called: plotFacts[key].called })),
    { key: 'position', needed: false, called: ['toa do', 'vi tri', 'gps', 'position'] },
    { key: 'latitude', needed: false, called: ['vi do', 'latitude', 'lat'] },
    { key: 'longitude', needed: false, called: ['kinh do', 'longitude', 'long', 'lng'] },
  ],
  batches: [
    { key: 'product', needed: true, called: ['mat hang', 'san pham', 'ten san pham', 'ten hang', 'hang', 'product'] },
    { key: 'quantity', needed: true, called: ['so luong', 'khoi luong', 'san luong', 'luong', 'quantity'] },
    { key: 'unit', needed: false, called: ['don vi', 'đvt', 'dvt', 'unit'] },
    {
      key: 'producedOn',
      needed: true,
      called: ['ngay lam', 'ngay san xuat', 'ngay sx', 'ngay thu hoach', 'nsx', 'produced'],
    },
    { key: 'expiresOn', needed: false, called: ['han', 'ngay het han', 'hsd', 'expires'] },
    { key: 'lot', needed: false, called: ['so lo', 'ma lo', 'lo', 'lot'] },
    {
      key: 'household',
      needed: false,
      called: ['ho', 'ten ho', 'chu ho', 'ten chu ho', 'nguoi lam', 'nguoi dai dien', 'household'],
    },
    { key: 'note', needed: false, called: ['ghi chu', 'note'] },
  ],
  invoices: [
    {
      key: 'order',
      needed: true,
      called: ['so don', 'so don hang', 'ma don', 'ma don hang', 'don hang', 'ma tham chieu', 'refid', 'fkey', 'order'],
    },
    {
      key: 'series',
      needed: true,
      called: ['ky hieu', 'ky hieu hoa don', 'ky hieu hđ', 'mau so ky hieu', 'invseries', 'series'],
    },
    { key: 'invoice', needed: true, called: ['so hoa don', 'so hđ', 'so hd', 'invno', 'invoice no', 'invoice number'] },
    {
      key: 'invoicedOn',
      needed: true,
      called: ['ngay lap', 'ngay lap hoa don', 'ngay hoa don', 'ngay hđ', 'ngay phat hanh', 'invdate', 'invoice date'],
    },
  ],
};

// Above them stand the commune's name, the country's motto, the list's title and who made it.
const mostHeadRows = 20;

/** The row of headings: the first that names at least two columns; null where none does. */
export function findHeading(kind: ImportKind, rows: readonly (readonly string[])[]): number | null {
  const place = rows
    .slice(0, mostHeadRows)
    .findIndex((row) => guessColumns(kind, row).filter((one) => one !== null).length >= 2);
  return place < 0 ? null : place;
}

/** What each heading means; the longest beginning that fits wins, and no column is taken twice. */
export function guessColumns(kind: ImportKind, heading: readonly string[]): (string | null)[] {
  const taken = new Set<string>();
  const guessed = heading.map((words) => {
    const fits = columnsOf[kind]
      .filter(({ key }) => !taken.has(key))
      .map(({ key, called }) => ({ key, length: longestOf(called, words) }))
      .filter(({ length }) => length > 0)
      .sort((a, b) => b.length - a.length);
    const key = fits[0]?.key ?? null;
    if (key !== null) taken.add(key);
    return key;
  });
  const standing = columnsOf[kind].find(({ key, standsFor }) => standsFor && taken.has(key) && !taken.has(standsFor));
  return guessed.map((key) => (standing && key === standing.key ? (standing.standsFor ?? null) : key));
}

/** How much of a heading's beginning is one of these words; 0 for none. */
function longestOf(called: readonly string[], words: string): number {
  const written = bare(words.normalize('NFC').toLowerCase());
  const folded = bare(foldText(words));
  const fits = called.filter((one) => {
    const said = one === foldText(one) ? folded : halfFolded(written);
    return said === one || said.startsWith(`${one} `);
  });
  return Math.max(0, ...fits.map(({ length }) => length));
}

const bare = (text: string): string =>
  text
    .replaceAll(/[^\p{L}\p{N} ]/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();

// `ĐT` is a phone and `DT` an area: only this letter keeps its mark.
const halfFolded = (written: string): string =>
  written
    .split(' ')
    .map((word) => word.split('đ').map(foldText).join('đ'))
    .join(' ');
