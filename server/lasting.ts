import type { BaseLogger } from 'pino';

/**
 * What nobody caught is written down. A promise that failed without a catcher (decision 0026) ends nothing: whoever waited for
 * it has their answer, and everybody else goes on being served. An exception out of an event leaves behind nobody knows what,
 * so the process ends as when it is told to; what was acknowledged is on the disk, and the next start heals the rest.
 */
export function outlastFaults(log: Pick<BaseLogger, 'error' | 'fatal'>): void {
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'a promise failed and nobody caught it'));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an exception that nobody caught ends this process');
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  });
}
