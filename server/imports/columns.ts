import { foldText } from '../fold.ts';
import type { ImportKind } from './import.ts';

interface Column {
  key: string;
  needed: boolean;
  /** How headings begin that mean it, folded; the first is what it is called here. */
  called: string[];
}

/** What a sheet of each kind may hold. */
export const columnsOf: Record<ImportKind, readonly Column[]> = {
  households: [
    {
      key: 'name',
      needed: true,
      called: ['ten ho', 'ho va ten', 'ho ten', 'chu ho', 'ho gia dinh', 'household', 'name'],
    },
    { key: 'phone', needed: true, called: ['so dien thoai', 'dien thoai', 'sdt', 'di dong', 'phone'] },
    { key: 'village', needed: true, called: ['ban', 'thon', 'xom', 'village'] },
    { key: 'person', needed: false, called: ['nguoi dung', 'nguoi lien he', 'nguoi ghi', 'person'] },
    { key: 'people', needed: false, called: ['dan toc', 'people', 'ethnic'] },
  ],
  batches: [
    { key: 'product', needed: true, called: ['mat hang', 'san pham', 'hang', 'product'] },
    { key: 'quantity', needed: true, called: ['so luong', 'khoi luong', 'luong', 'quantity'] },
    { key: 'unit', needed: false, called: ['don vi', 'dvt', 'unit'] },
    { key: 'producedOn', needed: true, called: ['ngay lam', 'ngay san xuat', 'nsx', 'produced'] },
    { key: 'expiresOn', needed: false, called: ['han', 'hsd', 'expires'] },
    { key: 'lot', needed: false, called: ['so lo', 'lo', 'lot'] },
    { key: 'household', needed: false, called: ['ho', 'nguoi lam', 'household'] },
    { key: 'note', needed: false, called: ['ghi chu', 'note'] },
  ],
};

const mostHeadRows = 10;

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
  return heading.map((words) => {
    const folded = foldText(words)
      .replaceAll(/[^a-z0-9 ]/g, ' ')
      .replaceAll(/ +/g, ' ')
      .trim();
    const fits = columnsOf[kind]
      .filter(({ key }) => !taken.has(key))
      .map(({ key, called }) => ({
        key,
        length: Math.max(
          0,
          ...called.filter((one) => folded === one || folded.startsWith(`${one} `)).map((one) => one.length),
        ),
      }))
      .filter(({ length }) => length > 0)
      .sort((a, b) => b.length - a.length);
    const key = fits[0]?.key ?? null;
    if (key !== null) taken.add(key);
    return key;
  });
}
