import cluster from 'node:cluster';
import path from 'node:path';
import mongoose from 'mongoose';
import { sweepComplaints } from './complaints/forgetting.ts';
import type { Config } from './config.ts';
import { bringingElsewhere } from './database/copies/elsewhere.ts';
import { keepDailyBackup } from './database/daily-backup.ts';
import { finishRecalls } from './desk/recall.ts';
import { dayOf } from './format.ts';
import { log } from './http/log.ts';
import { countSweepFailure } from './http/metrics.ts';
import { offered } from './integration.ts';
import { resumeLabelRuns } from './labels/label-runs.ts';
import { bringRunWordsUpToDate } from './labels/run-search.ts';
import { sweepOrders } from './orders/orders.ts';
import { sweepPayments } from './payments/sweep.ts';
import { erasuresIn, keepErasures } from './privacy/erasures.ts';
import { recheckSums } from './reports/sources.ts';
import type { Services } from './services.ts';
import { reflagAfterYields } from './traceability/balance-flags.ts';
import { undoUnsettled } from './traceability/batches.ts';

const sweepSeconds = 15;

/** What an integration does of itself: before the first request, and every so often. */
export type OwnWork = (services: Services) => Promise<void>;

/**
 * Heals at start and then every 15 seconds what no request will come back for: expired holds, steps cut off by a crash.
 * @returns stops it, once what runs has ended
 */
export function startSweeping(services: Services): () => Promise<void> {
  const { config, now } = services;
  let running = Promise.resolve();
  const backups = backupsIn(config.dataDir);
  const bringElsewhere = config.elsewhere && bringingElsewhere(backups, config.elsewhere, erasuresIn(backups));
  const sweep = async () => {
    await heal('batches', () => undoUnsettled(now()));
    await heal('balances', () => reflagAfterYields());
    await heal('recalls', () => finishRecalls(now()));
    await heal('orders', () => sweepOrders(now()));
    await heal('payments', () => sweepPayments(now()));
    await heal('complaints', () => sweepComplaints(now()));
    await heal('figures', () => recheckSums(now()));
    for (const { by, offer } of await offered<OwnWork>('sweep')) await heal(by, () => offer(services));
    await heal('labels', () => resumeLabelRuns(config, now()));
    await heal('words of labels', bringRunWordsUpToDate);
    await heal('erasures', () => keepErasures(erasuresIn(backups)));
    if (config.mongodbUri === null) await heal('backup', () => backUpDaily(config, now()));
    if (bringElsewhere) await heal('backup-elsewhere', async () => tellBrought(await bringElsewhere(now())));
  };
  running = sweep();
  const timer = setInterval(() => {
    running = running.then(sweep);
  }, sweepSeconds * 1000);
  return () => {
    clearInterval(timer);
    return running;
  };
}

/** Where the embedded engine's daily copies lie. */
export const backupsIn = (dataDir: string): string => path.join(dataDir, 'backups');

/** The embedded engine's own copy of each day, 14 kept; a MongoDB of the operator's has the operator's backups. */
async function backUpDaily({ dataDir }: Config, at: Date): Promise<void> {
  const { connection } = mongoose;
  const made = await keepDailyBackup(connection.getClient(), connection.name, {
    folder: backupsIn(dataDir),
    day: dayOf(at),
  });
  if (made !== null) log.info({ file: made }, 'backup of the day made and verified');
}

function tellBrought(copy: string | null): void {
  if (copy !== null) log.info({ copy }, 'a sealed copy of the backup lies at the second place');
}

// What one room cannot heal this time must not keep the other from healing.
async function heal(room: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ err: error, room }, 'the sweep failed; it is tried again');
    countSweepFailure(room);
    // Figures are asked of any process that serves.
    for (const worker of Object.values(cluster.workers ?? {})) worker?.send({ sweepFailed: room });
  }
}
