import type { Drawing } from './drawing.ts';
import type { Calibration } from './sheet.ts';
import type { StockShape } from './stock.ts';

/** One label of a run. */
export interface PrintedUnit {
  /** Eight characters; empty on a label that names only the batch. */
  serial: string;
  /** What the QR carries, exactly. */
  url: string;
}

/** Labels of one batch: they differ only by their unit. */
export interface Part {
  drawing: Drawing;
  /** The folder of the template's pictures. */
  folder: string;
  /** One version for all, so that modules and positions agree from label to label. */
  version: number;
  units: PrintedUnit[];
}

/** Everything that the outputs need, as plain data: it crosses to the worker thread as it is. */
export interface PrintJob {
  stock: StockShape;
  calibration: Calibration;
  /** The first free cell, from 1. */
  startAt: number;
  parts: Part[];
  /** Written in the margin of every page: run, lot, template. */
  footer: string;
  title: string;
  createdAt: Date;
}

/** A label on its page. */
export interface Placed {
  part: number;
  unit: PrintedUnit;
}

/** How many labels a job has. */
export const countOf = (job: PrintJob): number => job.parts.reduce((sum, part) => sum + part.units.length, 0);

/** The labels in the order of their cells. */
export function* placedUnits(job: PrintJob): Generator<Placed> {
  for (const [part, { units }] of job.parts.entries()) {
    for (const unit of units) yield { part, unit };
  }
}

/** Called while a job runs, with the number of labels done. */
export type Progress = (done: number) => void;
