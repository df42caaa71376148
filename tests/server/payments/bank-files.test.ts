import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../../../server/format.ts';
import { fitOf, splitRows } from '../../../server/payments/statement.ts';
import { type ColumnKind, columnKinds, guessKinds } from '../../../server/payments/statement-columns.ts';
import { readLines } from '../../../server/payments/statement-line.ts';
import { readTable } from '../../../server/sheets/read-table.ts';
import { aChange, bankFiles, mutated } from './bank-files.ts';
import { described, made } from './described-banks.ts';

const until = new Date('2026-11-30T05:00:00Z');

/** As `uploadStatement` and `previewStatement` read a file, without a person. */
function read(bytes: Uint8Array, answer: Readonly<Record<string, string>> = {}) {
  const { heading, rows } = splitRows(readTable(bytes, fitOf) ?? []) ?? { heading: [], rows: [] };
  const columns = guessKinds(heading, rows).map(
    (kind): ColumnKind => columnKinds.find((one) => one === answer[kind]) ?? kind,
  );
  return { ...readLines(rows, columns, until), rows, columns };
}

const cameIn = (lines: readonly { receivedAt: Date; amountVnd: number; reference: string }[]) =>
  lines.map(({ receivedAt, amountVnd, reference }) => [dayOf(receivedAt), amountVnd, reference]);

describe('a bank’s file', () => {
  it('stands for each of the nine banks whose exports are described', () => {
    expect(described).toHaveLength(9);
    expect(made).toEqual(described);
  });

  it.each(bankFiles)('is read right: $bank', async ({ bytes, answer, came }) => {
    const file = await bytes();
    if (answer) {
      // Nothing is taken in before the one question is answered.
      expect(read(file)).toMatchObject({ lines: [], mistakes: [{ pointer: '/columns/direction' }] });
    }
    const { lines, mistakes } = read(file, answer);
    expect(mistakes).toEqual([]);
    expect(cameIn(lines)).toEqual(came);
  });
});

describe('a bank’s file with a mistake', () => {
  it('is read with no wrong sign, no amount nobody wrote, and no crash', async () => {
    const files = await Promise.all(bankFiles.map(async (file) => ({ ...file, bytes: await file.bytes() })));
    fc.assert(
      fc.property(fc.nat(files.length - 1), fc.array(aChange, { minLength: 1, maxLength: 6 }), (which, changes) => {
        const file = files[which];
        if (!file) return;
        const { lines, rows, columns } = read(mutated(file.bytes, changes), file.answer);
        for (const { line, amountVnd } of lines) {
          expect(Number.isSafeInteger(amountVnd) && amountVnd > 0).toBe(true);
          expect(wentOut(rows[line - 2] ?? [], columns)).toBe(false);
        }
      }),
      { numRuns: process.env.FULL ? 100_000 : 300, seed: 15, endOnFailure: true },
    );
    // A hundred thousand files take minutes where others work too.
  }, 1_200_000);
});

/** What the bank's own row says, read in another way: a sum in the column of what went out, a minus, brackets, a word. */
function wentOut(row: readonly string[], columns: readonly string[]): boolean {
  const field = (kind: string) => (columns.includes(kind) ? (row[columns.indexOf(kind)] ?? '') : '');
  const isCredit = columns.includes('in') ? /[1-9]/.test(field('in')) : true;
  const says = field('direction').toLowerCase();
  return (
    /[1-9]/.test(field('out')) ||
    /^[^0-9]*[-(\u2010-\u2015\u2212]/.test(field('signed')) ||
    (columns.includes('direction') && !['c', 'ghi có', 'cr', 'credit', 'in', 'có', 'co', 'vào', '+'].includes(says)) ||
    !isCredit
  );
}
