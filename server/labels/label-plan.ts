import type { Actor } from '../actor.ts';
import { ocopStarsOf } from '../catalog/certificates.ts';
import { getProduct } from '../catalog/products.ts';
import { getProfile } from '../catalog/profiles.ts';
import type { Config } from '../config.ts';
import { conflict, invalid } from '../errors.ts';
import { dayOf } from '../format.ts';
import { findSellers, getSeller, requireActFor } from '../identity/sellers.ts';
import type { Drawing } from '../press/drawing.ts';
import { judgeModule, moduleMm, versionFor } from '../press/qr.ts';
import { holds, perPage } from '../press/stock.ts';
import type { Stock } from '../press/stocks.ts';
import { type Batch, getBatch } from '../traceability/batches.ts';
import { labelData, packOf } from './label.ts';
import { addressOf } from './label-address.ts';
import { getStockFor } from './own-stocks.ts';
import { drawingFor, getTemplate, type LabelData, type Template } from './templates.ts';

/** What the labels depend on besides the goods. */
export type LabelSettings = Pick<Config, 'publicUrl' | 'labelKeys' | 'demo'>;

export interface WantedLook {
  template: string;
  stock: string;
  /** The first free cell, from 1. */
  startAt: number;
  /** A code for each unit, or the batch's code on all. */
  serials: boolean;
  /** GS1 Digital Links instead of the market's own addresses; only for goods with a GTIN. */
  gs1: boolean;
  /** Without colours; always so on thermal printers. */
  black: boolean;
}

/** A label before it is printed: checked, and drawn. */
export interface LabelPlan {
  template: Template;
  stock: Stock;
  batch: Batch;
  product: string;
  gtin: string | null;
  drawing: Drawing;
  black: boolean;
  version: number;
  moduleMm: number;
}

/**
 * Draws the label of a batch as it would be printed, and checks that it can be.
 * @throws missing('batch-not-found' | 'label-template-not-found' | 'label-stock-not-found'), forbidden('not-yours'),
 * conflict('label-batch-recalled' | 'label-batch-uninspected'), invalid('label-text-too-long' | 'label-letters-unprintable' | 'label-stock-unfit' | 'label-code-too-small' …)
 */
export async function planLabel(
  actor: Actor,
  wanted: WantedLook & { code: string; packId?: string | undefined },
  settings: LabelSettings,
  at: Date,
): Promise<LabelPlan> {
  const batch = await getBatch(actor, wanted.code);
  await requireActFor(actor, batch.sellerId, 'batch-not-found');
  if (batch.state === 'recalled') throw conflict('label-batch-recalled', { code: batch.code });
  if (batch.gate !== 'open') throw conflict('label-batch-uninspected', { code: batch.code });
  const template = getTemplate(wanted.template);
  const stock = await getStockFor(actor, wanted.stock);
  requireMatch(template, stock, batch, wanted);
  const gtin = wanted.gs1 ? await gtinOf(batch) : null;
  const black = wanted.black || template.printer === 'thermal';
  const data = await dataFor(batch, wanted.packId, dayOf(at));
  const drawing = drawingFor(template, data, { kind: batch.kind, units: wanted.serials, black, sample: settings.demo });
  const named = { batchCode: batch.code, lot: batch.lot, gtin };
  const version = versionFor([addressOf(settings.publicUrl, named, wanted.serials ? 'ZZZZZZZZ' : '')]);
  const mm = moduleMm(template.qr.size, version);
  judgeModule(mm);
  return { template, stock, batch, product: data.product, gtin, drawing, black, version, moduleMm: mm };
}

async function gtinOf(batch: Batch): Promise<string> {
  const { gtin } = await getProduct(batch.productId);
  if (gtin === null) throw invalid('mistakes', {}, [{ pointer: '/gs1', code: 'label-no-gtin' }]);
  return gtin;
}

/** The words on a batch's label on this day. @throws missing('product-not-found' | 'seller-not-found') */
export async function dataFor(batch: Batch, packId: string | undefined, today: string): Promise<LabelData> {
  const [product, seller] = await Promise.all([getProduct(batch.productId), getSeller(batch.sellerId)]);
  const [cooperative = null] = seller.cooperativeId ? await findSellers([seller.cooperativeId]) : [];
  const profile = getProfile(batch.kind);
  const [ocopStars = null] = await ocopStarsOf(batch, today);
  return labelData({ batch, product, seller, cooperative, profile, packId: packOf(product, batch, packId), ocopStars });
}

function requireMatch(template: Template, stock: Stock, batch: Batch, wanted: WantedLook): void {
  const mistakes = [
    ...(suits(template, batch.kind) ? [] : [{ pointer: '/template', code: 'label-template-other-kind' }]),
    ...(holds(stock, template) ? [] : [{ pointer: '/stock', code: 'label-stock-unfit' }]),
    ...(wanted.startAt <= perPage(stock)
      ? []
      : [{ pointer: '/startAt', code: 'label-cell-not-there', facts: { cells: perPage(stock) } }]),
    ...(allows(template, wanted.serials) ? [] : [{ pointer: '/serials', code: `label-serials-${template.serials}` }]),
  ];
  if (mistakes.length > 0) throw invalid('mistakes', {}, mistakes);
}

/** Whether a template is meant for this kind of goods. */
export const suits = (template: Template, kind: string): boolean => template.kinds?.includes(kind) ?? true;

const allows = (template: Template, serials: boolean): boolean =>
  template.serials === 'either' || (template.serials === 'unit') === serials;
