import { Router } from 'express';
import { getProduct } from '../catalog/products.ts';
import { dayOf } from '../format.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { requireActFor } from '../identity/sellers.ts';
import { pick } from '../language.ts';
import { symbolOf, versionFor } from '../press/qr.ts';
import { noCalibration } from '../press/sheet.ts';
import { labelSvg } from '../press/svg.ts';
import { labelUrl } from '../provenance/digital-link.ts';
import type { Services } from '../services.ts';
import { type Batch, getBatch } from '../traceability/batches.ts';
import { chosenPrinter, lastCalibration } from './calibrations.ts';
import { cardPages } from './card.pages.ts';
import { galleryPages } from './gallery.pages.ts';
import { likelyPack } from './label.ts';
import { dataFor } from './label-plan.ts';
import { createLabelRun, listLabelRuns } from './label-runs.ts';
import { PrintLabelsForm } from './labels.schemas.ts';
import { stocksFor } from './own-stocks.ts';
import { chosen, chosenStock, chosenTemplate, defaultsFor, stockChoices, templateChoices } from './print-view.ts';
import { printersPages } from './printers.pages.ts';
import { runPages } from './run.pages.ts';
import { packsLabelled } from './run-questions.ts';
import { runListPage } from './runs.pages.ts';
import { stocksPages } from './stocks.pages.ts';
import { drawingFor, getTemplate } from './templates.ts';

/** Printing a batch's labels (`/lo/{code}/nhan`), and what came of it (`/nhan/{runId}`). */
export const labelsPages = (services: Services): Router =>
  Router().use(
    galleryPages(services),
    cardPages(services),
    stocksPages(),
    runListPage(),
    printersPages(),
    previewPage(services),
    printPage(services),
    // Last: `/nhan/{runId}` takes what nothing else has taken.
    runPages(services),
  );

const printPage = (services: Services): Router =>
  formPage({
    path: '/lo/:code/nhan',
    who: sellers,
    schema: PrintLabelsForm,
    view: 'labels/print',
    load: async ({ actor, params }) => {
      const batch = await getBatch(actor, params.code ?? '');
      await requireActFor(actor, batch.sellerId, 'batch-not-found');
      return { batch };
    },
    shown: (context, { batch }) => showPrint(context, batch, services),
    submit: async ({ actor, body, at, requestId }, { batch }) => {
      const { printer } = await chosenPrinter(actor, body.printer);
      const wanted = { ...wantedOf(batch.code, body), printer: printer.id, requestId };
      const run = await createLabelRun(actor, wanted, services.config, at);
      return `/nhan/${run.id}`;
    },
  });

const wantedOf = (code: string, body: PrintLabelsForm) => ({
  template: body.template,
  stock: body.stock,
  startAt: body.startAt,
  copies: body.copies,
  answers: body.answers,
  serials: body.codes === 'unit',
  gs1: body.address === 'gs1',
  black: body.ink === 'black',
  calibration: { xMm: body.xMm, yMm: body.yMm, scaleX: 100 / body.xPercent, scaleY: 100 / body.yPercent },
  parts: [
    { code, count: body.count, packId: body.packId, fromSerial: body.fromSerial },
    ...(body.alsoCode ? [{ code: body.alsoCode, count: body.alsoCount ?? body.count }] : []),
  ],
});

async function showPrint(
  { actor, query, language, at }: PageContext<typeof sellers>,
  batch: Batch,
  services: Services,
) {
  const product = await getProduct(batch.productId);
  const { template, stock } = await chosen(actor, query);
  const runs = await listLabelRuns(actor, batch.code, 10);
  const { printer, printers } = await chosenPrinter(actor, query.printer);
  const labelled = await packsLabelled(batch);
  const calibration = stock ? await lastCalibration(actor, stock.id, printer) : noCalibration;
  return {
    batch: { code: batch.code, lot: batch.lot, recalled: batch.state === 'recalled' },
    product: product.name,
    gtin: product.gtin,
    templates: template ? [] : await templateChoices(batch, language, services.config, dayOf(at)),
    template: template && chosenTemplate(template, batch.code, language),
    stocks: template && !stock ? stockChoices(await stocksFor(actor), template, { code: batch.code, language }) : [],
    stock: stock && chosenStock(stock),
    printer,
    otherPrinters: printers.filter(({ id }) => id !== printer.id),
    labelled,
    packs: product.packs.map((pack) => ({ value: pack.id, title: pack.name })),
    runs: runs.map((run) => ({
      ...run,
      at: run.createdAt,
      templateName: pick(getTemplate(run.template).name, language),
    })),
    defaults: { ...defaultsFor(template, stock, calibration, labelled), packId: likelyPack(product, batch) },
  };
}

/** A label of this batch in a template, as a picture, before anything is printed: its code leads to the batch. */
const previewPage = (services: Services): Router =>
  Router().get('/lo/:code/nhan/:template.svg', requireRole(...sellers), async (request, response) => {
    const batch = await getBatch(actorOf(request), String(request.params.code));
    const template = getTemplate(String(request.params.template));
    const wish = { kind: batch.kind, units: template.serials !== 'batch', black: false, sample: services.config.demo };
    const likely = likelyPack(await getProduct(batch.productId), batch) ?? undefined;
    const drawing = drawingFor(template, await dataFor(batch, likely, dayOf(services.now())), wish);
    const url = labelUrl(services.config.publicUrl, batch.code, wish.units ? '00000000' : null);
    const symbol = symbolOf(url, versionFor([url]));
    response.setHeader('Cache-Control', 'private, max-age=60');
    response.type('image/svg+xml').send(labelSvg(drawing, { serial: '00000000', symbol }));
  });
