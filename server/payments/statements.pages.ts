import { Router } from 'express';
import { z } from 'zod';
import { nothing } from '../http/fields.ts';
import { theFile } from '../http/form-data.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { columnKinds } from './statement-columns.ts';
import { importStatement, mapColumns, type PreviewLine, previewStatement, uploadStatement } from './statements.ts';

const path = '/tien-ve/sao-ke';
const look = 'payments/statement';
const Columns = z.strictObject({ columns: z.array(z.enum(columnKinds)).max(60) });

/** A bank's statement in three steps: upload, look at it and say what its columns hold, take it in. */
export function statementPages(): Router {
  return Router().use(
    formPage({
      path,
      who: sellers,
      schema: nothing,
      photos: { file: 1 },
      view: 'payments/upload-statement',
      submit: async ({ actor, files, at }) => {
        return `${path}/${await uploadStatement(actor, theFile(files).bytes, at)}`;
      },
    }),
    formPage({
      path: `${path}/:id`,
      pinAgain,
      who: sellers,
      schema: Columns,
      view: look,
      shown: load,
      submit: async ({ actor, params, body }) => {
        await mapColumns(actor, params.id ?? '', body.columns);
        return `${path}/${params.id ?? ''}`;
      },
    }),
    takingIn(),
  );
}

const takingIn = (): Router =>
  formPage({
    path: `${path}/:id/nhap`,
    pinAgain,
    who: sellers,
    get: false,
    schema: nothing,
    view: look,
    shown: load,
    submit: async ({ actor, params, at }) => {
      await importStatement(actor, params.id ?? '', at);
      return `${path}/${params.id ?? ''}`;
    },
  });

async function load({ actor, params, at }: PageContext<typeof sellers>) {
  const { statement, lines, count, mistakes, skipped } = await previewStatement(actor, params.id ?? '', at);
  return {
    id: statement.id,
    isImported: statement.importedAt !== null,
    taken: statement.taken ?? 0,
    known: statement.known ?? 0,
    columns: statement.heading.map((heading, place) => ({
      heading: heading || String(place + 1),
      name: `columns.${place}`,
      sample: statement.rows[0]?.[place] ?? '',
      choices: columnKinds.map((kind) => ({ kind, isChosen: statement.columns[place] === kind })),
    })),
    // Once a file of this layout was read by its columns, nobody needs to look at them again.
    asksColumns: mistakes.length > 0,
    lines: lines.map(({ line, fate, orderNumber }) => ({ ...line, fate, orderNumber })),
    count,
    nothingNew: statement.importedAt === null && count > 0 && lines.length === count && lines.every(isKnown),
    isCut: count > lines.length,
    skipped: skipped.slice(0, 50).map((row) => row.join(' · ').slice(0, 200)),
    unreadable: mistakes.slice(0, 20).map(({ facts, pointer }) => ({
      row: wordsOf(statement.rows[Number(facts?.line) - 2]),
      column: pointer.startsWith('/columns/') ? pointer.slice('/columns/'.length) : null,
      day: facts?.day ?? null,
      asksWay: pointer === '/columns/direction',
    })),
  };
}

const isKnown = ({ fate }: PreviewLine): boolean => fate === 'known';

// The line itself, because nobody counts lines, and banks put some above the heading.
const wordsOf = (row: readonly string[] | undefined): string =>
  (row ?? [])
    .filter((field) => field !== '')
    .join(' · ')
    .slice(0, 200);
