import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { formatNumber } from '../format.ts';
import { type Language, pick } from '../language.ts';
import { type Calibration, measured } from '../press/sheet.ts';
import { holds, perPage } from '../press/stock.ts';
import type { Stock } from '../press/stocks.ts';
import type { Batch } from '../traceability/batches.ts';
import { dataFor, type LabelSettings, suits } from './label-plan.ts';
import { mostLabels } from './label-runs.ts';
import { getStockFor } from './own-stocks.ts';
import type { PacksLabelled } from './run-questions.ts';
import { getTemplate, type LabelData, listTemplates, requireRoom, type Template } from './templates.ts';

/** A template to choose, with this batch's own words on it. */
export interface TemplateChoice {
  id: string;
  name: string;
  purpose: string;
  picture: string;
  href: string;
  /** The field that does not fit, or whose letters cannot be printed; null when all is well. */
  problem: { field: string; letters: string | null } | null;
  /** Of goods with a number that tills read: whether its bars are on the label. */
  bars: 'printed' | 'no-room' | null;
}

/** The templates that suit a batch, drawn with its own words. */
export async function templateChoices(
  batch: Batch,
  language: Language,
  settings: LabelSettings,
  today: string,
): Promise<TemplateChoice[]> {
  const data = await dataFor(batch, undefined, today);
  return listTemplates()
    .filter((template) => suits(template, batch.kind))
    .map((template) => ({
      id: template.id,
      name: pick(template.name, language),
      purpose: pick(template.purpose, language),
      picture: `/lo/${batch.code}/nhan/${template.id}.svg`,
      href: `/lo/${batch.code}/nhan?template=${template.id}`,
      ...roomOn(template, data, batch.kind, settings),
    }));
}

const tellable = ['label-text-too-long', 'label-letters-unprintable'];

function roomOn(
  template: Template,
  data: LabelData,
  kind: string,
  settings: LabelSettings,
): Pick<TemplateChoice, 'problem' | 'bars'> {
  try {
    const hasBars = requireRoom(template, data, {
      kind,
      units: template.serials !== 'batch',
      black: false,
      sample: settings.demo,
    });
    return { problem: null, bars: data.gtin === '' ? null : hasBars ? 'printed' : 'no-room' };
  } catch (error) {
    if (!(error instanceof DomainError && tellable.includes(error.code))) throw error;
    const { field, letters } = error.facts;
    return { problem: { field: String(field), letters: letters === undefined ? null : String(letters) }, bars: null };
  }
}

/** A stock to choose. */
export interface StockChoice {
  id: string;
  title: string;
  paper: string;
  /** Width and height of a label, and of the page, in millimetres. */
  size: string;
  page: string;
  perPage: number;
  roll: boolean;
  remeasure: boolean;
  href: string;
}

/** Those of the stocks that hold a template, the closest in size first. */
export function stockChoices(
  stocks: readonly Stock[],
  template: Template,
  { code, language }: { code: string; language: Language },
): StockChoice[] {
  const spare = (stock: Stock) => stock.label.width * stock.label.height;
  return stocks
    .filter((stock) => holds(stock, template))
    .filter((stock) => template.printer === 'any' || (stock.kind === 'roll') === (template.printer === 'thermal'))
    .sort((a, b) => spare(a) - spare(b))
    .map((stock) => presentStock(stock, { code, template: template.id, language }));
}

function presentStock(
  stock: Stock,
  { code, template, language }: { code: string; template: string; language: Language },
): StockChoice {
  const size = ({ width, height }: { width: number; height: number }) =>
    `${formatNumber(width, language)} × ${formatNumber(height, language)} mm`;
  return {
    id: stock.id,
    title: titleOf(stock),
    paper: stock.paper,
    size: size(stock.label),
    page: size(stock.page),
    perPage: perPage(stock),
    roll: stock.kind === 'roll',
    remeasure: stock.remeasure,
    href: `/lo/${code}/nhan?template=${template}&stock=${stock.id}`,
  };
}

/** What is printed on the packet; a roll without a maker goes by its size, one's own paper by the name it was given. */
export const titleOf = (stock: Stock): string =>
  stock.brand === 'generic'
    ? `${stock.label.width} × ${stock.label.height}`
    : [stock.brand, stock.part].filter(Boolean).join(' ');

/** The chosen template, for the printing form. */
export const chosenTemplate = (template: Template, code: string, language: Language) => ({
  id: template.id,
  name: pick(template.name, language),
  picture: `/lo/${code}/nhan/${template.id}.svg`,
  serials: template.serials,
  thermal: template.printer === 'thermal',
  codes: codesOf(template),
});

/** The chosen stock, with its cells in rows, to choose the first free one. */
export const chosenStock = (stock: Stock) => ({
  id: stock.id,
  name: titleOf(stock),
  remeasure: stock.remeasure,
  countHint: stock.kind === 'roll' ? 'labels.print.count-hint-roll' : 'labels.print.count-hint',
  several: perPage(stock) > 1,
  rows: Array.from({ length: stock.rows }, (_, row) =>
    Array.from({ length: stock.cols }, (_cell, column) => ({ number: row * stock.cols + column + 1 })),
  ),
});

/** What the form offers: labels for the packs that have none yet, and the printer as it was adjusted last. */
export const defaultsFor = (
  template: Template | null,
  stock: Stock | null,
  calibration: Calibration,
  packs: PacksLabelled | null,
) => ({
  count: stock && offeredCount(template, stock, packs),
  copies: 1,
  startAt: 1,
  ink: 'colour',
  address: 'market',
  codes: template ? codesOf(template) : 'unit',
  xMm: calibration.xMm,
  yMm: calibration.yMm,
  xPercent: measured(calibration.scaleX),
  yPercent: measured(calibration.scaleY),
});

// Of labels that all carry the batch's code nobody knows how many it takes: a full sheet, or a dozen from a roll.
function offeredCount(template: Template | null, stock: Stock, packs: PacksLabelled | null): number | null {
  if (packs === null || template?.serials === 'batch') return Math.max(perPage(stock), 12);
  return packs.left > 0 ? Math.min(packs.left, mostLabels) : null;
}

const codesOf = (template: Template): 'unit' | 'batch' => (template.serials === 'batch' ? 'batch' : 'unit');

/** What was chosen so far, by the addresses of the earlier steps. @throws missing for a template or stock that is not there */
export async function chosen(
  actor: Actor,
  query: Readonly<Record<string, string>>,
): Promise<{ template: Template | null; stock: Stock | null }> {
  return {
    template: query.template ? getTemplate(query.template) : null,
    stock: query.stock ? await getStockFor(actor, query.stock) : null,
  };
}
