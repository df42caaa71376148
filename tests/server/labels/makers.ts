import type { Actor } from '../../../server/actor.ts';
import type { LabelSettings } from '../../../server/labels/label-plan.ts';
import { createLabelRun, type WantedRun } from '../../../server/labels/label-runs.ts';
import { noCalibration } from '../../../server/press/sheet.ts';
import { noon, testConfig } from '../../support/services.ts';

export const settings: LabelSettings = { ...testConfig(), publicUrl: 'https://truyxuat.binhlu.laichau.vn' };

/** A run of labels for bags on A4 sheets, unless something else is wanted. */
export const wantedRun = (code: string, count: number, more: Partial<WantedRun> = {}): WantedRun => ({
  template: 'bag-62x33',
  stock: 'avery-l7159',
  startAt: 1,
  serials: true,
  gs1: false,
  black: false,
  copies: 1,
  answers: { expired: true, morePacks: true },
  printer: null,
  calibration: noCalibration,
  parts: [{ code, count }],
  requestId: null,
  ...more,
});

export const aRun = (actor: Actor, code: string, count: number, more: Partial<WantedRun> = {}) =>
  createLabelRun(actor, wantedRun(code, count, more), settings, noon);
