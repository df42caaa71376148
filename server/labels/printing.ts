import { Types } from 'mongoose';
import { databaseNow } from '../database/clock.ts';
import { DomainError, type ErrorKind } from '../errors.ts';
import { Cancelled, PressFailure, press } from '../press/press.ts';
import { keepFile } from './label-files.ts';
import { jobOf } from './label-jobs.ts';
import { LabelRunModel, type LabelRunRecord, statesBefore } from './label-run.ts';

/** The runs that this process prints, so that voiding one stops it. */
const running = new Map<string, AbortController>();
// A process that printed and has said nothing for this long is taken for dead.
const silentSeconds = 60;
const saySeconds = 0.5;

/**
 * Prints a run that waits: its PDF is drawn in the press and kept. Safe to ask for again, by any process: only one takes it.
 * Resolves when the run is ready, failed, voided, or somebody else's.
 */
export async function printRun(id: string, labelKeys: readonly string[], at: Date): Promise<void> {
  const run = await claim(id, at);
  if (!run) return;
  const stop = new AbortController();
  running.set(id, stop);
  try {
    const bytes = await press(
      { kind: 'pdf', job: jobOf(run, labelKeys), dpi: 203, feedGap: run.feedGap },
      reporter(id, stop),
      stop.signal,
    );
    await keepFile(run._id, 'pdf', bytes);
    await LabelRunModel.updateOne({ _id: run._id, state: 'printing' }, { $set: { state: 'ready', done: run.total } });
  } catch (error) {
    if (error instanceof Cancelled) return;
    const failure = error instanceof PressFailure ? (error.problem?.code ?? error.message) : (error as Error).message;
    await LabelRunModel.updateOne({ _id: run._id, state: 'printing' }, { $set: { state: 'failed', failure } });
  } finally {
    running.delete(id);
  }
}

/** Stops the press if this process prints the run; another process notices by itself. */
export const stopPrinting = (id: string): void => running.get(id)?.abort();

/** Takes up the runs that a process which died has left waiting or half printed; @returns their ids. */
export async function abandonedRuns(at: Date): Promise<string[]> {
  const before = new Date(at.getTime() - silentSeconds * 1000);
  await LabelRunModel.updateMany({ state: 'printing', seenAt: { $lt: before } }, { $set: { state: 'queued' } });
  const waiting = await LabelRunModel.find({ state: 'queued' }, { _id: 1 }).sort({ _id: 1 }).limit(50).lean();
  return waiting.map(({ _id }) => _id.toHexString());
}

function claim(id: string, at: Date): Promise<LabelRunRecord | null> {
  return LabelRunModel.findOneAndUpdate(
    { _id: new Types.ObjectId(id), state: { $in: statesBefore('printing') } },
    { $set: { state: 'printing', seenAt: at, done: 0 } },
    { returnDocument: 'after' },
  ).lean();
}

/** Writes the progress down twice a second at most, and stops when the run was voided meanwhile. */
function reporter(id: string, stop: AbortController): (done: number) => void {
  let said = performance.now();
  return (done) => {
    if (performance.now() - said < saySeconds * 1000) return;
    said = performance.now();
    // The clock on the wall: this is about whether the process lives, not about the business.
    void LabelRunModel.updateOne({ _id: id, state: 'printing' }, { $set: { done, seenAt: databaseNow() } }).then(
      (result) => (result.matchedCount === 0 ? stop.abort() : undefined),
      () => {},
    );
  };
}

/** What the press could not do, as a problem of the business if it was one. */
export function problemOf(error: unknown): unknown {
  if (!(error instanceof PressFailure) || error.problem === null) return error;
  return new DomainError(error.problem.kind as ErrorKind, error.problem.code, error.problem.facts);
}
