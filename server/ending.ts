import cluster from 'node:cluster';
import type { BaseLogger } from 'pino';

/** Docker and systemd kill after ten seconds; the first process waits for its workers. */
const patienceMs = { worker: 8000, primary: 9000 };

/**
 * Ends the process in order on SIGTERM or SIGINT, and within ten seconds whatever hangs: an answer of the database may never
 * come, and whatever was acknowledged is on the disk.
 * @param stop lets go of everything
 */
export function onSignal(
  stop: () => Promise<void>,
  log: Pick<BaseLogger, 'error'>,
  withinMs = cluster.isPrimary ? patienceMs.primary : patienceMs.worker,
): void {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      log.error({ withinMs }, 'ending in order took too long: ended all the same');
      process.exit();
    }, withinMs);
    // What cannot be put away in order must not keep the process alive.
    const failed = (error: unknown): void => log.error({ err: error }, 'ending in order failed');
    void stop()
      .catch(failed)
      .finally(() => process.exit());
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
