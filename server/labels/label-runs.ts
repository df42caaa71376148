import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { conflict, gone, invalid, missing } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { requireActFor, sellersSeenBy, whereSeen } from '../identity/sellers.ts';
import type { ThermalDpi } from '../press/bitmap.ts';
import { type FileKind, press } from '../press/press.ts';
import { keepRun, type WantedRun } from './keep-run.ts';
import { findFile, keepFile } from './label-files.ts';
import { jobOf } from './label-jobs.ts';
import { type LabelPlan, type LabelSettings, planLabel } from './label-plan.ts';
import { type LabelRun, LabelRunModel, type LabelRunRecord, readRun, statesBefore } from './label-run.ts';
import { requireStarsHold } from './printed-stars.ts';
import { abandonedRuns, printRun, problemOf, stopPrinting } from './printing.ts';
import { partsOf } from './run-parts.ts';
import { requireAnswers } from './run-questions.ts';
import { tellUntold, tellVoidUnits } from './void-units.ts';

export type { WantedRun } from './keep-run.ts';
export type { LabelRun } from './label-run.ts';

/** Up to so many labels a run is printed while the request waits; above, in the background. */
export const promptLabels = 500;
export const mostLabels = 10_000;
/** Pictures of labels are heavy: files of dots are made for this many at most. */
export const mostPictures = 2000;
const pictures: readonly FileKind[] = ['zip', 'zpl', 'tspl'];

/**
 * Records a run of labels, takes unit numbers for it, and prints it.
 * @throws what `planLabel` throws, invalid('mistakes') with pointers, those of questions not answered yet too, conflict('units-used-up')
 */
export async function createLabelRun(
  actor: Actor,
  wanted: WantedRun,
  settings: LabelSettings,
  at: Date,
): Promise<LabelRun> {
  const earlier =
    wanted.requestId === null ? null : await LabelRunModel.findOne({ requestId: wanted.requestId }).lean();
  if (earlier) return readRun(earlier);
  const total = wanted.parts.reduce((sum, { count }) => sum + count, 0) * wanted.copies;
  if (total > mostLabels)
    throw invalid('mistakes', {}, [{ pointer: '/count', code: 'too-many-labels', facts: { most: mostLabels } }]);
  const plans: LabelPlan[] = [];
  for (const part of wanted.parts) plans.push(await planLabel(actor, { ...wanted, ...part }, settings, at));
  const batches = plans.map(({ batch }) => batch);
  const answered = await requireAnswers({ ...wanted, batches }, wanted.answers, at);
  const parts = await partsOf(plans, wanted, settings);
  const run = await keepRun(actor, { plans, parts, answered, wanted, settings, total }, at);
  if (run.untold) await tellVoidUnits(run);
  const printing = printRun(run._id.toHexString(), settings.labelKeys, at);
  if (total <= promptLabels) await printing;
  // What goes wrong in the background leaves the run waiting, and `resumeLabelRuns` takes it up again.
  else void printing.catch(() => {});
  return getRecord(run._id).then(readRun);
}

/** A run whose labels the actor may see. @throws missing('label-run-not-found') */
export async function getLabelRun(actor: Actor, id: string): Promise<LabelRun> {
  return readRun(await seenRun(actor, id));
}

/** Runs of a batch that the actor may see, newest first. */
export async function listLabelRuns(actor: Actor, code: string, limit = 20): Promise<LabelRun[]> {
  const records = await LabelRunModel.find({ 'parts.batchCode': code, ...(await whereSeen(actor, 'sellerIds')) })
    .sort({ _id: -1 })
    .limit(limit)
    .lean();
  return records.map((record) => readRun(record));
}

/** Whether labels for a seller's goods were ever printed. */
export const hasLabelRun = async (sellerId: string): Promise<boolean> =>
  (await LabelRunModel.exists({ sellerIds: sellerId })) !== null;

/**
 * Voids a run: its labels are thrown away, or a run that prints is stopped. Its serials are not given out again, and whoever scans
 * one is warned, unless another run has printed the same.
 * @throws missing('label-run-not-found'), forbidden('not-yours' | 'pin-needed'), unavailable('batch-busy')
 */
export async function voidLabelRun(actor: Actor, id: string, at: Date): Promise<LabelRun> {
  const run = await seenRun(actor, id);
  for (const sellerId of run.sellerIds) await requireActFor(actor, sellerId, 'label-run-not-found');
  requireFresh(actor, at);
  await LabelRunModel.updateOne(
    { _id: run._id, state: { $in: statesBefore('voided') } },
    { $set: { state: 'voided', voidedAt: at, untold: true } },
  );
  stopPrinting(id);
  const voided = await getRecord(run._id);
  if (voided.untold) await tellVoidUnits(voided);
  return readRun(voided);
}

/**
 * A file of a run: the first time it is made and kept, afterwards it is the same, byte for byte.
 * @throws missing('label-run-not-found'), conflict('label-run-not-ready' | 'label-run-failed'), gone('label-run-voided'),
 * invalid('label-file-too-long'), conflict('label-stars-ended') for labels with stars that have ended by `today`
 */
export async function labelFile(
  actor: Actor,
  id: string,
  file: { kind: FileKind; dpi: ThermalDpi; today?: string },
  settings: Pick<LabelSettings, 'labelKeys'>,
): Promise<Buffer> {
  const run = await seenRun(actor, id);
  requireReady(run);
  const { kind, dpi, today } = file;
  // A list of codes bears no stars.
  if (today !== undefined && kind !== 'csv' && kind !== 'xlsx') await requireStarsHold(run, today);
  const name = pictures.includes(kind) && dpi !== 203 ? `${kind}-${dpi}` : kind;
  const kept = await findFile(run, name);
  if (kept) return kept;
  if (pictures.includes(kind) && run.total > mostPictures) throw invalid('label-file-too-long', { most: mostPictures });
  try {
    const bytes = await press({ kind, dpi, job: jobOf(run, settings.labelKeys), feedGap: run.feedGap }, () => {});
    await keepFile(run._id, name, bytes);
    return bytes;
  } catch (error) {
    throw problemOf(error);
  }
}

/** Goes on with runs that were waiting, printing or not told to their batches when their process ended. */
export async function resumeLabelRuns(settings: Pick<LabelSettings, 'labelKeys'>, at: Date): Promise<void> {
  await tellUntold();
  for (const id of await abandonedRuns(at)) await printRun(id, settings.labelKeys, at);
}

function requireReady(run: LabelRunRecord): void {
  if (run.state === 'voided') throw gone('label-run-voided');
  if (run.state === 'failed') throw conflict('label-run-failed');
  if (run.state !== 'ready') throw conflict('label-run-not-ready', { done: run.done, total: run.total });
}

async function seenRun(actor: Actor, id: string): Promise<LabelRunRecord> {
  if (!isObjectIdOrHexString(id)) throw missing('label-run-not-found');
  const run = await LabelRunModel.findById(id).lean();
  const seen = await sellersSeenBy(actor);
  if (!run || (seen !== 'all' && !run.sellerIds.every((sellerId) => seen.includes(sellerId))))
    throw await absent(LabelRunModel, { _id: id }, 'label-run-not-found');
  return run;
}

async function getRecord(id: Types.ObjectId): Promise<LabelRunRecord> {
  const run = await LabelRunModel.findById(id).lean();
  if (!run) throw missing('label-run-not-found');
  return run;
}
