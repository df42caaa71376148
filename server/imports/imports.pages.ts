import { Router } from 'express';
import { nothing } from '../http/fields.ts';
import { theFile } from '../http/form-data.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { plotFacts } from '../plots/plot-facts.ts';
import { columnsOf } from './columns.ts';
import { detailOf } from './imports.routes.ts';
import { BringForm, ColumnsForm } from './imports.schemas.ts';
import { bringSheet, chooseColumns, kindsFor, previewSheet, runImport, undoImport } from './imports.ts';

const path = '/nhap-danh-sach';
const view = 'imports/sheet';

/** `/nhap-danh-sach`: a list from a spreadsheet, looked at before anything is made of it, and taken back. */
export const importsPages = (): Router =>
  Router().use(bringPage(), columnsPage(), actPage('chay', runImport), actPage('bo', undoImport));

const bringPage = (): Router =>
  formPage({
    path,
    who: sellers,
    schema: BringForm,
    photos: { file: 1 },
    view: 'imports/bring',
    shown: async ({ actor, language }) => ({
      backUrl: actor.role === 'cooperative' ? '/thanh-vien' : '/so-doanh-thu',
      kinds: kindsFor(actor).map((value) => ({
        value,
        title: sentence(language, `imports.kind.${value}`),
      })),
    }),
    render: (_data, { language }) => ({ title: sentence(language, 'imports.title') }),
    submit: async ({ actor, body, files, at }) => {
      return `${path}/${(await bringSheet(actor, body.kind, theFile(files).bytes, at)).sheet._id}`;
    },
  });

const columnsPage = (): Router =>
  formPage({
    path: `${path}/:id`,
    who: sellers,
    schema: ColumnsForm,
    view,
    shown: load,
    render: (_data, { language }) => ({ title: sentence(language, 'imports.title') }),
    submit: async ({ actor, params, body }) => {
      await chooseColumns(actor, params.id ?? '', body.columns);
      return `${path}/${params.id ?? ''}`;
    },
  });

const actPage = (name: string, act: typeof runImport): Router =>
  formPage({
    path: `${path}/:id/${name}`,
    who: sellers,
    get: false,
    schema: nothing,
    view,
    shown: load,
    submit: async ({ actor, params, at }) => {
      await act(actor, params.id ?? '', at);
      return `${path}/${params.id ?? ''}`;
    },
  });

const mostShown = 100;

async function load({ actor, params, at, language }: PageContext<typeof sellers>) {
  const { sheet, rows, wouldMake, mistakes } = await previewSheet(actor, params.id ?? '', at);
  const choices = ['none', ...columnsOf[sheet.kind].map(({ key }) => key)];
  return {
    sheet: {
      id: sheet._id,
      kind: sheet.kind,
      page: sheet.page ?? '',
      otherPages: (sheet.otherPages ?? []).join(', '),
      isRead: sheet.state === 'read',
      isRun: sheet.state === 'run',
      isUndone: sheet.state === 'undone',
    },
    rows,
    wouldMake,
    made: sheet.made.length,
    columns: sheet.heading.map((heading, place) => ({
      heading: heading || String(place + 1),
      name: `columns.${place}`,
      sample: sheet.rows.find((row) => row[place])?.[place] ?? '',
      choices: choices.map((value) => ({
        value,
        title: sentence(language, wordsOf(value)),
        isChosen: (sheet.columns[place] ?? 'none') === value,
      })),
    })),
    mistakes: mistakes.slice(0, mostShown).map((one) => ({ ...one, detail: detailOf(one, language) })),
    mistakeCount: mistakes.length,
  };
}

/** Facts of plots are called as their own form calls them. */
const wordsOf = (column: string): string => (column in plotFacts ? `plots.fact.${column}` : `imports.column.${column}`);
