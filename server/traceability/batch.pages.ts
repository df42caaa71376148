import { type Request, type Response, Router } from 'express';
import type { Actor } from '../actor.ts';
import { findPacks, findProducts, getProduct } from '../catalog/products.ts';
import { getProfile, inPeoplesUnit, type Stage } from '../catalog/profiles.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { render } from '../http/views.ts';
import { getSeller, mayActFor } from '../identity/sellers.ts';
import { type Language, pick } from '../language.ts';
import { imageUrl } from '../media/images.ts';
import { asksOf } from './balance-asked.ts';
import { type Batch, getBatch, mayRecall } from './batches.ts';
import { leftOf } from './bulk.ts';
import { besidesOf } from './by-products.ts';
import { type Gap, gapsIn } from './gaps.ts';
import { inspectionStage } from './gate.ts';
import { ingredientsOf } from './ingredients.ts';
import { mayAllowSale } from './sale-answers.ts';
import { nextStage, type StaffStep, staffStory } from './timeline.ts';

/** `/lo/{code}`: one batch, what comes next, its stock and its whole history. */
export const batchPage = (): Router => Router().get('/lo/:code', requireRole(...everybody), show);

async function show(request: Request, response: Response): Promise<void> {
  const actor = actorOf(request);
  const batch = await getBatch(actor, String(request.params.code));
  const { language } = localsOf(response);
  const [product, seller, stock, left] = await Promise.all([
    getProduct(batch.productId),
    getSeller(batch.sellerId),
    stockRows(batch),
    leftOf(batch.code),
  ]);
  const photo = batch.photoId ?? product.photoId;
  const rights = await rightsOf(actor, batch);
  const data = {
    batch: { ...batch, amount: inPeoplesUnit(batch.quantity, language) },
    product: { name: product.name, url: `/san-pham/${product.slug}` },
    seller: seller.name,
    accountId: actor.accountId,
    photo: photo ? imageUrl(photo, 640) : null,
    stock,
    madeFrom: await madeFromRows(batch, language),
    beside: await besideRows(batch, language),
    asks: await asksAbout(batch, language),
    deliveredBy: batch.deliveredBy ? (await getSeller(batch.deliveredBy)).name : null,
    left: inPeoplesUnit(left, language),
    ...rights,
    ...stagesOf(batch, language),
    gaps: rights.mayAct ? gapsIn(batch).map((gap) => ({ ...gap, url: gapUrl(batch, gap) })) : [],
    steps: staffStory(batch).map((step) => stepRow(batch, step, { mayAct: rights.mayAct, language })),
  };
  render(response, 'traceability/batch', data, { title: `${product.name} ${batch.code}` });
}

async function rightsOf(actor: Actor, batch: Batch) {
  return {
    mayAct: await mayActFor(actor, batch.sellerId),
    mayRecall: mayRecall(actor),
    mayAllowSale: mayAllowSale(actor) && batch.state === 'open' && (batch.gate !== 'open' || batch.isOver),
  };
}

function stagesOf(batch: Batch, language: Language) {
  const { stages } = getProfile(batch.kind);
  const next = nextStage(batch);
  const cards = stages.map((stage) => stageCard(batch.code, stage, language));
  return { next: cards.find(({ id }) => id === next) ?? null, stages: cards.filter(({ id }) => id !== next) };
}

/** A stage as a place to go to. */
export const stageCard = (code: string, { id, name, picture }: Stage, language: Language) => ({
  id,
  title: pick(name, language),
  picture,
  url: id === inspectionStage ? `/lo/${code}/kiem-nghiem` : `/lo/${code}/buoc?stage=${id}`,
});

// What came of it is more or less than is usual, and nobody has said why.
async function asksAbout({ code }: Batch, language: Language) {
  const ask = (await asksOf([code])).get(code);
  if (!ask || ask.verdict === 'even' || ask.said !== null) return null;
  const shown = (value: number) => inPeoplesUnit({ value, unit: ask.unit }, language);
  return { verdict: ask.verdict, in: ask.in === null ? null : shown(ask.in), made: shown(ask.made) };
}

const mostMadeFrom = 20;

// All of them stand on the page of its family.
async function madeFromRows(batch: Batch, language: Language) {
  const ingredients = await ingredientsOf(batch);
  return {
    rows: ingredients.slice(0, mostMadeFrom).map(({ batchCode, name, supplier, quantity }) => ({
      name: supplier === null ? name : `${name} (${supplier})`,
      url: batchCode && `/lo/${batchCode}`,
      code: batchCode,
      quantity: inPeoplesUnit(quantity, language),
    })),
    more: Math.max(0, ingredients.length - mostMadeFrom),
  };
}

async function besideRows(batch: Batch, language: Language) {
  const beside = await besidesOf(batch);
  const names = new Map(
    (await findProducts(beside.map(({ productId }) => productId))).map(({ id, name }) => [id, name]),
  );
  return beside.map(({ code, lot, productId, quantity }) => ({
    name: names.get(productId) ?? '',
    lot,
    url: `/lo/${code}`,
    quantity: inPeoplesUnit(quantity, language),
  }));
}

async function stockRows({ stock }: Batch) {
  const known = await findPacks(
    stock.map(({ packId }) => packId),
    { withRetired: true },
  );
  const names = new Map(known.map(({ pack }) => [pack.id, pack.name]));
  return stock.map((row) => ({ ...row, title: names.get(row.packId) ?? row.packId, free: row.onHand - row.held }));
}

const gapUrl = (batch: Batch, { stage, eventId }: Gap): string =>
  eventId === null ? `/lo/${batch.code}/buoc?stage=${stage}` : correctionUrl(batch, { stage, eventId });

const correctionUrl = ({ code }: Batch, { stage, eventId }: Pick<StaffStep, 'stage' | 'eventId'>): string =>
  `/lo/${code}/${stage === inspectionStage ? 'kiem-nghiem' : 'dinh-chinh'}/${eventId}`;

const stepRow = (batch: Batch, step: StaffStep, { mayAct, language }: { mayAct: boolean; language: Language }) => ({
  ...step,
  photos: step.photoIds.map((id) => ({ small: imageUrl(id, 320), large: imageUrl(id, 1280) })),
  packCount: step.packs.reduce((sum, { count }) => sum + count, 0),
  measurements: step.measurements
    .filter(() => step.stage !== 'written-off')
    .map((one) => ({ ...one, isNumber: typeof one.value === 'number' })),
  gone: step.stage === 'written-off' && step.corrects === null ? goneOf(step, language) : null,
  correctUrl: mayAct && step.correctable ? correctionUrl(batch, step) : null,
  withdrawUrl: mayAct && step.withdrawable ? `/lo/${batch.code}/bo/${step.eventId}` : null,
});

// Why, and so much of what was not packed; packs are counted beside.
const goneOf = ({ measurements, amount }: StaffStep, language: Language) => ({
  reason: String(measurements.find(({ key }) => key === 'reason')?.value ?? ''),
  amount: amount && inPeoplesUnit(amount, language),
});
