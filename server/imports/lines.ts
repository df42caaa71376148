import type { Facts } from '../errors.ts';
import type { Reading } from '../reading/reading.ts';
import { columnsOf } from './columns.ts';
import type { ImportRecord } from './import.ts';

/** One wrong cell: in which line of the sheet, in which column, and the code of the sentence that says why. */
export interface SheetMistake {
  line: number;
  /** The column's letter, as spreadsheets count. */
  column: string;
  code: string;
  facts: Facts;
}

/** One line of the sheet by what its columns mean. */
export interface Line {
  line: number;
  /** The cell of a column; '' where there is none. */
  cell: (key: string) => string;
  /** What stands above a column; '' where there is none. */
  heading: (key: string) => string;
  /** The value that a cell stands for; undefined for a blank or wrong one, and the mistake is noted. */
  read: <T>(key: string, reader: (text: string) => Reading<T>) => T | undefined;
  fail: (key: string, code: string, facts?: Facts) => void;
  /** Whether nothing was found wrong in it so far: only such a line may be made, or what was mistyped would be lost in silence. */
  isRight: () => boolean;
}

/** What the right lines of a sheet would make, and what is wrong in the others. */
export interface Plan {
  planned: {
    line: number;
    /** Safe to repeat. @returns its id, by which it is taken back */
    make: () => Promise<string>;
  }[];
  mistakes: SheetMistake[];
}

/** The lines of a sheet; what is wrong in them comes into `mistakes` while they are read. */
export function linesOf(sheet: ImportRecord, mistakes: SheetMistake[]): Line[] {
  const { rows, headingLine } = sheet;
  return rows.flatMap((row, place) =>
    row.every((cell) => cell === '') ? [] : [lineOf({ ...sheet, row, line: headingLine + 1 + place }, mistakes)],
  );
}

type Row = Pick<ImportRecord, 'kind' | 'columns' | 'heading'> & { row: readonly string[]; line: number };

function lineOf({ kind, columns, heading, row, line }: Row, mistakes: SheetMistake[]): Line {
  const placeOf = (key: string) => columns.indexOf(key);
  const fail = (key: string, code: string, facts: Facts = {}): void =>
    void mistakes.push({ line, column: letterOf(placeOf(key)), code, facts });
  const cell = (key: string): string => (placeOf(key) < 0 ? '' : (row[placeOf(key)] ?? ''));
  const needed = new Set(columnsOf[kind].filter((one) => one.needed).map(({ key }) => key));
  return {
    line,
    cell,
    heading: (key) => heading[placeOf(key)] ?? '',
    isRight: () => !mistakes.some((one) => one.line === line),
    fail,
    read: (key, reader) => {
      const text = cell(key);
      if (text === '') {
        if (needed.has(key)) fail(key, 'required');
        return undefined;
      }
      const reading = reader(text);
      if ('value' in reading) return reading.value;
      fail(key, reading.code, reading.facts);
      return undefined;
    },
  };
}

// A column that the sheet does not have has no letter.
const letterOf = (place: number): string =>
  place < 0
    ? '–'
    : `${place >= 26 ? String.fromCodePoint(64 + Math.floor(place / 26)) : ''}${String.fromCodePoint(65 + (place % 26))}`;
