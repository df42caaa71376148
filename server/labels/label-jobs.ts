import { formatDay } from '../format.ts';
import type { PrintedUnit, PrintJob } from '../press/print-job.ts';
import { signingKey, unitSerial } from '../traceability/unit-serial.ts';
import { addressOf } from './label-address.ts';
import { drawingsOf, type LabelRunRecord, type RunPart } from './label-run.ts';
import { getTemplate } from './templates.ts';

/** Everything that the outputs need of a run, from what was kept on the day it was made. */
export function jobOf(run: LabelRunRecord, labelKeys: readonly string[]): PrintJob {
  const drawings = drawingsOf(run);
  const { folder } = getTemplate(run.template);
  return {
    stock: run.stock,
    calibration: run.calibration,
    startAt: run.startAt,
    parts: run.parts.flatMap((part, index) => {
      const drawing = drawings[index];
      return drawing ? [{ drawing, folder, version: run.version, units: unitsOf(part, run.publicUrl, labelKeys) }] : [];
    }),
    footer: footerOf(run),
    title: `Tem ${run.parts.map((part) => `${part.product}, lô ${part.lot}`).join('; ')}`,
    createdAt: run.createdAt,
  };
}

/** The labels of a part in the order of printing: all copies of one stand together. */
function unitsOf(part: RunPart, publicUrl: string, labelKeys: readonly string[]): PrintedUnit[] {
  return Array.from({ length: part.count }, (_, index) => {
    const serial = part.first === null ? '' : serialOf(part, part.first + index, labelKeys);
    const unit = { serial, url: addressOf(publicUrl, { ...part, gtin: part.gtin ?? null }, serial) };
    return Array.from({ length: part.copies }, () => unit);
  }).flat();
}

const serialOf = ({ batchCode, unitKeys }: RunPart, number: number, labelKeys: readonly string[]): string =>
  unitSerial(batchCode, number, signingKey(number, unitKeys ?? [], labelKeys));

const footerOf = (run: LabelRunRecord): string =>
  [
    `Lô ${run.parts.map(({ lot }) => lot).join(', ')}`,
    run.template,
    formatDay(run.createdAt),
    run._id.toHexString().slice(-6),
  ].join(' · ');
