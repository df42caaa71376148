import { Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { invalid } from '../errors.ts';
import type { Calibration } from '../press/sheet.ts';
import type { LabelPlan, LabelSettings, WantedLook } from './label-plan.ts';
import { LabelRunModel, type LabelRunRecord, type RunAnswer, type RunPart } from './label-run.ts';
import type { WantedPart } from './run-parts.ts';
import type { LabelAnswers } from './run-questions.ts';
import { runWords } from './run-search.ts';

/** A run as somebody wants it. */
export interface WantedRun extends WantedLook {
  parts: WantedPart[];
  copies: number;
  answers: LabelAnswers;
  /** The printer whose adjustment `calibration` is; null when a program asks. */
  printer: string | null;
  calibration: Calibration;
  requestId: string | null;
}

/** What a run is written down from. */
interface Kept {
  plans: readonly LabelPlan[];
  parts: RunPart[];
  answered: RunAnswer[];
  wanted: WantedRun;
  settings: LabelSettings;
  total: number;
}

/** Writes a run down as it waits to be printed. @throws invalid('mistakes') for a run of no labels */
export async function keepRun(actor: Actor, kept: Kept, at: Date): Promise<LabelRunRecord> {
  const { plans, parts, answered, wanted, settings, total } = kept;
  const [plan] = plans;
  if (!plan) throw invalid('mistakes', {}, [{ pointer: '/count', code: 'required' }]);
  const { stock, template } = plan;
  const record: LabelRunRecord = {
    _id: new Types.ObjectId(),
    state: 'queued',
    sellerIds: [...new Set(parts.map((part) => part.sellerId))],
    createdAt: at,
    createdBy: actor.name,
    template: template.id,
    stockId: stock.id,
    stock,
    feedGap: stock.feedGap ?? 0,
    startAt: wanted.startAt,
    printer: wanted.printer,
    calibration: wanted.calibration,
    black: plan.black,
    parts,
    words: runWords(parts),
    answered,
    drawings: JSON.stringify(plans.map(({ drawing }) => drawing)),
    version: Math.max(...plans.map(({ version }) => version)),
    publicUrl: settings.publicUrl,
    moduleMm: plan.moduleMm,
    total,
    done: 0,
    seenAt: at,
    failure: null,
    voidedAt: null,
    // Printed again, numbers of a voided run are good once more.
    ...(wanted.parts.some(({ fromSerial }) => fromSerial !== undefined) ? { untold: true } : {}),
    ...(wanted.requestId === null ? {} : { requestId: wanted.requestId }),
    files: [],
  };
  await LabelRunModel.create(record);
  return record;
}
