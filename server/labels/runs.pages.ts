import type { Router } from 'express';
import { formatMoment } from '../format.ts';
import { everybody } from '../http/guard.ts';
import { type ListContext, type ListPage, type ListPart, listPage } from '../http/list-page.ts';
import { choiceUrl, type Listing, spanOf } from '../http/listing.ts';
import { sentence } from '../http/messages.ts';
import { findSellers } from '../identity/sellers.ts';
import type { Cell } from '../tables.ts';
import { type LabelRun, runStates } from './label-run.ts';
import { listRuns } from './run-search.ts';

const states = ['', ...runStates] as const;

const listing: Listing = { path: '/dot-in', file: 'dot-in', search: true, days: true, choices: { xem: states } };

/** `/dot-in`: the runs of labels that somebody may see, newest first. */
export const runListPage = (): Router => listPage(page);

const page: ListPage<LabelRun> = {
  listing,
  who: everybody,
  view: 'labels/runs',
  find: ({ actor, asked }: ListContext, { limit, after }: ListPart) =>
    listRuns(actor, {
      limit,
      after: after ?? undefined,
      state: runStates.find((state) => state === asked.chosen.xem),
      words: asked.words,
      ...spanOf(asked),
    }),
  nameOf: ({ id }) => id,
  shown: async ({ asked }, runs) => ({
    runs: await rowsOf(runs),
    states: states.map((state) => ({
      key: state === '' ? 'all' : state,
      url: choiceUrl(listing, asked, { xem: state }),
      chosen: state === asked.chosen.xem,
    })),
  }),
  columns: ['at', 'state', 'goods', 'code', 'lot', 'seller', 'labels', 'first', 'last', 'copies', 'by'].map(
    (column) => `labels.runs.column.${column}`,
  ),
  lines,
  render: ({ language }) => ({ title: sentence(language, 'labels.runs.title') }),
};

const rowsOf = async (runs: readonly LabelRun[]) => {
  const names = await namesOf(runs);
  return runs.map(({ id, state, createdAt, parts, total }) => ({
    url: `/nhan/${id}`,
    state,
    isStopped: state === 'failed' || state === 'voided',
    createdAt,
    total,
    parts: parts.map(({ product, lot }) => ({ product, lot })),
    sellers: [...new Set(parts.map(({ sellerId }) => names.get(sellerId) ?? ''))].join(', '),
  }));
};

/** One line for each batch of a run. */
async function lines({ language }: ListContext, runs: LabelRun[]): Promise<Cell[][]> {
  const names = await namesOf(runs);
  return runs.flatMap(({ createdAt, createdBy, state, parts }) =>
    parts.map(({ product, batchCode, lot, sellerId, first, count, copies }): Cell[] => [
      formatMoment(createdAt),
      sentence(language, `labels.runs.only.${state}`),
      product,
      batchCode,
      lot,
      names.get(sellerId) ?? '',
      count * copies,
      first,
      first === null ? null : first + count - 1,
      copies,
      createdBy,
    ]),
  );
}

async function namesOf(runs: readonly LabelRun[]): Promise<Map<string, string>> {
  const ids = [...new Set(runs.flatMap(({ parts }) => parts.map(({ sellerId }) => sellerId)))];
  return new Map((await findSellers(ids)).map(({ id, name }) => [id, name]));
}
