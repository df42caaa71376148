import cluster, { type Worker } from 'node:cluster';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import mongoose from 'mongoose';
import { createApp } from './app.ts';
import { sweepComplaints } from './complaints/forgetting.ts';
import { type Config, ConfigError } from './config.ts';
import { databaseNow } from './database/clock.ts';
import { connectDatabase } from './database/connection.ts';
import { backupFigures, keepDailyBackup } from './database/daily-backup.ts';
import { diskFigures } from './database/disk.ts';
import { checkKeyFingerprints, isDemonstration } from './database/marks.ts';
import { finishRecalls } from './desk/recall.ts';
import { onSignal } from './ending.ts';
import { dayOf } from './format.ts';
import { frontOf } from './front.ts';
import { log } from './http/log.ts';
import { countSweepFailure, showFigures } from './http/metrics.ts';
import { createServer } from './http/server.ts';
import { findActor, sealUnder } from './identity/accounts.ts';
import { offered } from './integration.ts';
import { resumeLabelRuns } from './labels/label-runs.ts';
import { warmTemplates } from './labels/templates.ts';
import { followPlatform, requireFacts } from './legal/modes.ts';
import { sweepOrders } from './orders/orders.ts';
import { startTelling } from './payments/stripe/deliver.ts';
import { countUndelivered } from './payments/stripe/events.ts';
import { sweepPayments } from './payments/sweep.ts';
import { startCountingLooks } from './provenance/scan-days.ts';
import type { Services } from './services.ts';
import { reflagAfterYields } from './traceability/balance-flags.ts';
import { undoUnsettled } from './traceability/batches.ts';
import { bringGatesUpToDate } from './traceability/gates.ts';
import { bringHistoriesToTheLog } from './traceability/links.ts';
import { bringSourcesUpToDate } from './traceability/made-from.ts';
import { bringRecallWordsUpToDate } from './traceability/recall-words.ts';
import { welcome } from './welcome.ts';

const sweepSeconds = 15;
const warmAfterMs = 5000;

/** The first process: owns the database engine, heals what a crash left, and serves alone or through its workers. */
export async function runPrimary(config: Config): Promise<void> {
  const disconnect = await connectDatabase(config);
  const services: Services = { config, now: databaseNow };
  await prepare(services);
  // A recall that a crash cut off is finished before anybody can order: all of it holds, or none.
  await finishRecalls(services.now());
  const stopSweeping = startSweeping(services);
  const stopTelling = startTelling(services, untold);
  const stopServing = config.workers > 1 ? forkWorkers(config.workers) : await serve(services);
  await welcome(config);
  onSignal(async () => {
    await stopServing();
    await stopSweeping();
    await stopTelling();
    await disconnect();
  }, log);
}

/** One of several processes: serves over the primary's engine. */
export async function runWorker(config: Config): Promise<void> {
  const disconnect = await connectDatabase(config);
  const services: Services = { config, now: databaseNow };
  const stopServing = await serve(services);
  process.on('message', (message: { sweepFailed?: string }) => {
    if (message.sweepFailed) countSweepFailure(message.sweepFailed);
  });
  const stopTelling = startTelling(services, untold);
  onSignal(async () => {
    await stopServing();
    await stopTelling();
    await disconnect();
  }, log);
}

/** What an integration does of itself: before the first request, and every so often. */
type OwnWork = (services: Services) => Promise<void>;

async function prepare(services: Services): Promise<void> {
  const { config, now } = services;
  await checkKeyFingerprints(config);
  await requireFacts(config, now());
  for (const { offer } of await offered<OwnWork>('prepare')) await offer(services);
  await bringSourcesUpToDate();
  await bringGatesUpToDate();
  await bringRecallWordsUpToDate();
  await bringHistoriesToTheLog();
  if (config.production) {
    if (await isDemonstration()) throw new ConfigError('This database holds demonstration data; production refuses it');
    return;
  }
  // Loaded only where it is wanted: production never carries the demonstration's makers.
  const { seedIfEmpty } = await import('../seed/seed.ts');
  await seedIfEmpty(now());
}

async function serve(services: Services): Promise<() => Promise<void>> {
  sealUnder(services.config.sessionSecret);
  const stopAsking = await followPlatform(services.config, services.now, unasked);
  showFigures('payment_events', 'Payment events that their receiver has not taken', countUndelivered);
  const { host, port, dataDir, mongodbUri } = services.config;
  if (mongodbUri === null) {
    showFigures('disk_bytes', 'Bytes of the embedded database, and bytes free on its disk', () => diskFigures(dataDir));
    showFigures('backup_seconds', 'Age of the newest daily backup', () =>
      backupFigures(backupsIn(dataDir), new Date()),
    );
  }
  const stopCounting = startCountingLooks(services.config.sessionSecret, uncounted);
  const server = createServer(await frontOf(services, createApp(services, findActor)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(inPlainWords(error, port)));
    server.listen(port, host, resolve);
  });
  // The first seconds belong to whoever waited for the start.
  const warming = wait(warmAfterMs, undefined, { ref: false }).then(warmTemplates);
  warming.catch((error: unknown) => log.error({ err: error }, 'the label templates could not be read'));
  return async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 5000).unref();
    });
    await stopCounting();
    await stopAsking();
  };
}

const inPlainWords = (error: NodeJS.ErrnoException, port: number): Error =>
  error.code === 'EADDRINUSE' ? new ConfigError(`Port ${port} is in use: stop the other program or set PORT`) : error;

function forkWorkers(count: number): () => Promise<void> {
  let stopping = false;
  const fork = () => {
    if (!stopping) cluster.fork();
  };
  for (let n = 0; n < count; n += 1) fork();
  cluster.on('exit', (worker) => {
    if (stopping) return;
    log.error({ pid: worker.process.pid }, 'a worker died and is replaced');
    setTimeout(fork, 1000);
  });
  return async () => {
    stopping = true;
    const running = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    await Promise.all(running.map(endWorker));
  };
}

// Told like the first process itself: `cluster.disconnect` would cut off who is being answered, and wait for ever for the rest.
const endWorker = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    worker.once('exit', () => resolve());
    worker.process.kill('SIGTERM');
  });

/** Heals at start and then every 15 seconds what no request will come back for: expired holds, steps cut off by a crash. */
function startSweeping(services: Services): () => Promise<void> {
  const { config, now } = services;
  let running = Promise.resolve();
  const sweep = async () => {
    await heal('batches', () => undoUnsettled(now()));
    await heal('balances', () => reflagAfterYields());
    await heal('recalls', () => finishRecalls(now()));
    await heal('orders', () => sweepOrders(now()));
    await heal('payments', () => sweepPayments(now()));
    await heal('complaints', () => sweepComplaints(now()));
    for (const { by, offer } of await offered<OwnWork>('sweep')) await heal(by, () => offer(services));
    await heal('labels', () => resumeLabelRuns(config, now()));
    if (config.mongodbUri === null) await heal('backup', () => backUpDaily(config, now()));
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

const backupsIn = (dataDir: string): string => path.join(dataDir, 'backups');

/** The embedded engine's own copy of each day, 14 kept; a MongoDB of the operator's has the operator's backups. */
async function backUpDaily({ dataDir }: Config, at: Date): Promise<void> {
  const { connection } = mongoose;
  const made = await keepDailyBackup(connection.getClient(), connection.name, {
    folder: backupsIn(dataDir),
    day: dayOf(at),
  });
  if (made !== null) log.info({ file: made }, 'backup of the day made and verified');
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

const unasked = (error: unknown): void => log.error({ err: error }, 'how the market is run could not be read');
const uncounted = (error: unknown): void => log.error({ err: error }, 'looks at labels were not counted');

// What could not be told now is told in the next round.
const untold = (error: unknown): void =>
  log.error({ err: error }, 'telling shops of their payments failed; it is tried again');
