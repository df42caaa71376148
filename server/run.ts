import cluster, { type Worker } from 'node:cluster';
import { setTimeout as wait } from 'node:timers/promises';
import { createApp } from './app.ts';
import { bringPricesUpToDate } from './catalog/products.ts';
import { type Config, ConfigError } from './config.ts';
import { databaseNow } from './database/clock.ts';
import { connectDatabase } from './database/connection.ts';
import { elsewhereFigures } from './database/copies/elsewhere.ts';
import { backupFigures } from './database/daily-backup.ts';
import { diskFigures } from './database/disk.ts';
import { checkKeyFingerprints, isDemonstration } from './database/marks.ts';
import { finishRecalls } from './desk/recall.ts';
import { onSignal } from './ending.ts';
import { frontOf } from './front.ts';
import { log } from './http/log.ts';
import { countSweepFailure, showFigures } from './http/metrics.ts';
import { createServer } from './http/server.ts';
import { findActor, resealSecrets, sealUnder } from './identity/accounts.ts';
import { offered } from './integration.ts';
import { warmTemplates } from './labels/templates.ts';
import { followPlatform, requireFacts } from './legal/modes.ts';
import { startTelling } from './payments/stripe/deliver.ts';
import { countUndelivered } from './payments/stripe/events.ts';
import { startCountingLooks } from './provenance/scan-days.ts';
import type { Services } from './services.ts';
import { backupsIn, type OwnWork, startSweeping } from './sweeping.ts';
import { bringGatesUpToDate } from './traceability/gates.ts';
import { bringHistoriesToTheLog } from './traceability/links.ts';
import { bringSourcesUpToDate } from './traceability/made-from.ts';
import { bringRecallWordsUpToDate } from './traceability/recall-words.ts';
import { welcome } from './welcome.ts';

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

async function prepare(services: Services): Promise<void> {
  const { config, now } = services;
  await checkKeyFingerprints(config);
  await sealAnew(config);
  await requireFacts(config, now());
  for (const { offer } of await offered<OwnWork>('prepare')) await offer(services);
  await bringSourcesUpToDate();
  await bringPricesUpToDate();
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

// Only where a key changes: everything is looked through.
async function sealAnew({ sessionSecret, formerSessionSecrets }: Config): Promise<void> {
  if (formerSessionSecrets.length === 0) return;
  sealUnder(sessionSecret, formerSessionSecrets);
  log.warn(await resealSecrets(), 'SESSION_SECRET: what lay sealed under an earlier key is sealed anew');
}

async function serve(services: Services): Promise<() => Promise<void>> {
  sealUnder(services.config.sessionSecret, services.config.formerSessionSecrets);
  const stopAsking = await followPlatform(services.config, services.now, unasked);
  showFigures('payment_events', 'Payment events that their receiver has not taken', countUndelivered);
  const { host, port, dataDir, mongodbUri, elsewhere } = services.config;
  if (mongodbUri === null) {
    showFigures('disk_bytes', 'Bytes of the embedded database, and bytes free on its disk', () => diskFigures(dataDir));
    showFigures('backup_seconds', 'Age of the newest daily backup, and of its copy at the second place', async () => ({
      ...(await backupFigures(backupsIn(dataDir), services.now())),
      ...(elsewhere && (await elsewhereFigures(backupsIn(dataDir), services.now()))),
    }));
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

const unasked = (error: unknown): void => log.error({ err: error }, 'how the market is run could not be read');
const uncounted = (error: unknown): void => log.error({ err: error }, 'looks at labels were not counted');

// What could not be told now is told in the next round.
const untold = (error: unknown): void =>
  log.error({ err: error }, 'telling shops of their payments failed; it is tried again');
