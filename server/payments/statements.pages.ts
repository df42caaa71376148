import { Router } from 'express';
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { nothing } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import type { Services } from '../services.ts';
import { columnKinds } from './statement-line.ts';
import { importStatement, mapColumns, previewStatement, uploadStatement } from './statements.ts';

const who = ['household', 'cooperative'] as const;
const path = '/tien-ve/sao-ke';
const look = 'payments/statement';
const Columns = z.strictObject({ columns: z.array(z.enum(columnKinds)).max(60) });

/** A bank's statement in three steps: upload, look at it and say what its columns hold, take it in. */
export function statementPages(services: Services): Router {
  return Router().use(
    formPage(services, {
      path,
      who,
      schema: nothing,
      photos: { file: 1 },
      view: 'payments/upload-statement',
      load: async () => ({}),
      submit: async ({ actor, files, at }) => {
        const [file] = files.file ?? [];
        if (!file) throw invalid('mistakes', {}, [{ pointer: '/file', code: 'required' }]);
        return `${path}/${await uploadStatement(actor, file.bytes, at)}`;
      },
    }),
    formPage(services, {
      path: `${path}/:id`,
      who,
      schema: Columns,
      view: look,
      load,
      submit: async ({ actor, params, body }) => {
        await mapColumns(actor, params.id ?? '', body.columns);
        return `${path}/${params.id ?? ''}`;
      },
    }),
    formPage(services, {
      path: `${path}/:id/nhap`,
      who,
      get: false,
      schema: nothing,
      view: look,
      load,
      submit: async ({ actor, params, at }) => {
        await importStatement(actor, params.id ?? '', at);
        return '/tien-ve';
      },
    }),
  );
}

async function load({ actor, params }: PageContext<typeof who>) {
  const { statement, lines, mistakes } = await previewStatement(actor, params.id ?? '');
  return {
    id: statement.id,
    isImported: statement.importedAt !== null,
    columns: statement.heading.map((heading, at) => ({
      heading: heading || String(at + 1),
      name: `columns.${at}`,
      sample: statement.rows[0]?.[at] ?? '',
      choices: columnKinds.map((kind) => ({ kind, isChosen: statement.columns[at] === kind })),
    })),
    lines: lines.map(({ line, isKnown, orderNumber }) => ({ ...line, isKnown, orderNumber })),
    total: lines.length,
    unreadable: mistakes.slice(0, 20).map(({ code, facts, pointer }) => ({
      code,
      line: facts?.line ?? null,
      column: pointer.startsWith('/columns/') ? pointer.slice('/columns/'.length) : null,
    })),
  };
}
