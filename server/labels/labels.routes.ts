import type { z } from 'zod';
import { type Endpoint, endpoint, listAnswer } from '../http/endpoint.ts';
import { everybody, sellers } from '../http/guard.ts';
import { type Language, pick } from '../language.ts';
import { moduleLimits } from '../press/qr.ts';
import { holds } from '../press/stock.ts';
import { listStocks, type Stock } from '../press/stocks.ts';
import type { Services } from '../services.ts';
import { createLabelRun, getLabelRun, type LabelRun, voidLabelRun } from './label-runs.ts';
import {
  BatchParams,
  LabelRunView,
  LabelStockView,
  LabelTemplateView,
  PrintLabels,
  RunParams,
} from './labels.schemas.ts';
import { stocksFor } from './own-stocks.ts';
import { titleOf } from './print-view.ts';
import { listTemplates, type Template } from './templates.ts';

const tag = 'labels';

/** What can be printed, and printing it. */
export const labelsEndpoints = (services: Services): Endpoint[] => [...catalogues(), printLabels(services), ...runs()];

const catalogues = (): Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/label-templates',
    summary: 'Label templates, with their sizes and the stocks that hold them',
    tag,
    who: 'anyone',
    answer: listAnswer(LabelTemplateView),
    problems: [],
    handle: async ({ language }) => ({
      data: listTemplates().map((template) => presentTemplate(template, language)),
      hasMore: false,
    }),
  }),
  endpoint({
    method: 'get',
    path: '/label-stocks',
    summary: 'Sheets and rolls of labels, in millimetres; with a session, also those that one has measured oneself',
    tag,
    who: 'anyone',
    answer: listAnswer(LabelStockView),
    problems: [],
    handle: async ({ actor }) => ({ data: (await stocksFor(actor)).map(presentStock), hasMore: false }),
  }),
];

const printLabels = (services: Services): Endpoint =>
  endpoint({
    method: 'post',
    path: '/batches/{code}/label-runs',
    summary: 'Print labels of a batch',
    tag,
    who: sellers,
    params: BatchParams,
    body: PrintLabels,
    status: 201,
    answer: LabelRunView,
    problems: [
      'batch-not-found',
      'not-yours',
      'label-template-not-found',
      'label-stock-not-found',
      'label-batch-recalled',
      'label-batch-uninspected',
      'label-text-too-long',
      'label-letters-unprintable',
      'label-code-too-small',
      'units-used-up',
    ],
    handle: async ({ actor, params, body, at, requestId }) => {
      const run = await createLabelRun(actor, { ...wantedOf(params.code, body), requestId }, services.config, at);
      return presentRun(run);
    },
  });

const runs = (): Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/label-runs/{id}',
    summary: 'How far a run of labels is',
    tag,
    who: everybody,
    params: RunParams,
    answer: LabelRunView,
    problems: ['label-run-not-found'],
    handle: async ({ actor, params }) => presentRun(await getLabelRun(actor, params.id)),
  }),
  endpoint({
    method: 'post',
    path: '/label-runs/{id}/voiding',
    summary: 'Void a run: its labels are thrown away; one that prints is stopped',
    tag,
    who: sellers,
    params: RunParams,
    status: 200,
    answer: LabelRunView,
    problems: ['label-run-not-found', 'not-yours', 'pin-needed'],
    handle: async ({ actor, params, at }) => presentRun(await voidLabelRun(actor, params.id, at)),
  }),
];

const wantedOf = (code: string, body: PrintLabels) => ({
  template: body.template,
  stock: body.stock,
  startAt: body.startAt,
  serials: body.serials,
  gs1: body.gs1,
  black: body.black,
  copies: body.copies,
  answers: body.answers,
  printer: null,
  calibration: { ...body.offset, scaleX: 100 / body.scale.xPercent, scaleY: 100 / body.scale.yPercent },
  parts: [{ code, count: body.count, packId: body.packId, fromSerial: body.fromSerial }, ...body.also],
});

function presentRun(run: LabelRun): z.input<typeof LabelRunView> {
  const base = `/api/v1/label-runs/${run.id}`;
  return {
    id: run.id,
    state: run.state,
    count: run.total,
    done: run.done,
    moduleMm: Math.round(run.moduleMm * 1000) / 1000,
    ...(run.moduleMm < moduleLimits.warnMm ? { warning: 'module-small' as const } : {}),
    failure: run.failure,
    template: run.template,
    stock: run.stockId,
    startAt: run.startAt,
    batches: run.parts.map(({ batchCode, lot, count, copies }) => ({ code: batchCode, lot, count, copies })),
    answered: run.answered.map(({ question, facts }) => ({ question, batchCode: String(facts.code) })),
    createdAt: run.createdAt.toISOString(),
    links: {
      pdf: `${base}/sheet.pdf`,
      html: `${base}/sheet.html`,
      zip: `${base}/labels.zip`,
      zpl: `${base}/labels.zpl`,
      tspl: `${base}/labels.tspl`,
      csv: `${base}/labels.csv`,
      xlsx: `${base}/labels.xlsx`,
    },
  };
}

const presentTemplate = (template: Template, language: Language): z.input<typeof LabelTemplateView> => ({
  id: template.id,
  name: pick(template.name, language),
  purpose: pick(template.purpose, language),
  widthMm: template.width,
  heightMm: template.height,
  qrMm: template.qr.size,
  fields: template.fields,
  serials: template.serials,
  printer: template.printer,
  kinds: template.kinds ?? null,
  stocks: listStocks()
    .filter((stock) => holds(stock, template))
    .map(({ id }) => id),
});

const presentStock = (stock: Stock): z.input<typeof LabelStockView> => ({
  id: stock.id,
  name: stock.brand === 'generic' ? `${stock.brand} ${stock.part}` : titleOf(stock),
  kind: stock.kind,
  paper: stock.paper,
  pageMm: stock.page,
  labelMm: stock.label,
  columns: stock.cols,
  rows: stock.rows,
  marginLeftMm: stock.marginLeft,
  marginTopMm: stock.marginTop,
  pitchXMm: stock.pitchX,
  pitchYMm: stock.pitchY,
  remeasure: stock.remeasure,
  sources: stock.source,
});
