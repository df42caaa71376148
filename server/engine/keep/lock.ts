import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../ground/engine-error.ts';

/** Who holds a data directory, as written into its lock file. */
export interface Holder {
  pid: number;
  /** When that process started, in the kernel's clock: a later process with the same pid is somebody else. */
  started: string;
  host: string;
  /** ISO 8601. */
  since: string;
  socket: string;
  token: string;
}

export interface Lock {
  holder: Holder;
  /** Whoever held it before did not let it go: it was killed or the machine stopped. */
  wasUnclean: boolean;
  release(): void;
}

/** Somebody else serves this directory. */
export class LockedError extends EngineError {
  readonly holder: Holder;
  constructor(dataDir: string, holder: Holder) {
    super(
      `The data directory ${dataDir} is in use by process ${holder.pid} on ${holder.host} since ${holder.since}. ` +
        'Two engines on one directory would lose data: stop that process, or connect to it.',
    );
    this.name = 'LockedError';
    this.holder = holder;
  }
}

const lockFile = (dataDir: string): string => join(dataDir, 'engine.lock');

/**
 * Takes the directory for this process, or throws LockedError. The file is made in one step (link), so of two that try
 * at once one wins. A lock whose process is gone and whose socket nobody answers is taken over. Throws a plain Error that
 * names the directory and the reason when it cannot be written.
 */
export async function takeLock(dataDir: string, socket: string): Promise<Lock> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return await takeLockIn(dataDir, socket);
  } catch (error) {
    throw isUnwritable(error)
      ? new EngineError(`The data directory ${dataDir} cannot be written: ${error.message}`, { cause: error })
      : error;
  }
}

const unwritable: ReadonlySet<string> = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT', 'ENOTDIR']);

const isUnwritable = (error: unknown): error is Error =>
  error instanceof Error && unwritable.has(String((error as NodeJS.ErrnoException).code));

async function takeLockIn(dataDir: string, socket: string): Promise<Lock> {
  const holder: Holder = {
    pid: process.pid,
    started: startOf(process.pid) ?? '',
    host: hostname(),
    since: new Date().toISOString(),
    socket,
    token: randomUUID(),
  };
  let wasUnclean = false;
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (makeLock(dataDir, holder)) return { holder, wasUnclean, release: () => releaseLock(dataDir, holder) };
    const other = readHolder(dataDir);
    if (other && (await isAlive(other))) throw new LockedError(dataDir, other);
    if (other) {
      removeStale(dataDir, other);
      wasUnclean = true;
    }
  }
  throw new EngineError(`The lock of ${dataDir} could not be taken: others keep trying at the same time`);
}

function makeLock(dataDir: string, holder: Holder): boolean {
  const draft = join(dataDir, `engine.lock.${holder.token}`);
  writeFileSync(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, lockFile(dataDir));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Who holds the directory according to its lock file; null when there is none. */
export function readHolder(dataDir: string): Holder | null {
  try {
    return JSON.parse(readFileSync(lockFile(dataDir), 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new EngineError(
      `The lock file ${lockFile(dataDir)} cannot be read; if no engine runs on this directory, remove it`,
      { cause: error },
    );
  }
}

/** A process on this machine that is still the same one, or any that answers the socket (another container, say). */
export async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.host === hostname() && startOf(holder.pid) === holder.started) return true;
  return await answers(holder.socket);
}

/** Whether somebody listens there. A check holds the lock without a socket. */
export function answers(socket: string): Promise<boolean> {
  if (socket === '') return Promise.resolve(false);
  return new Promise((resolve) => {
    const connection = createConnection(socket);
    const finish = (isAnswered: boolean) => {
      connection.destroy();
      resolve(isAnswered);
    };
    connection.once('connect', () => finish(true));
    connection.once('error', () => finish(false));
  });
}

/** Moves the lock away and looks at what was moved: only the stale one is thrown away. */
function removeStale(dataDir: string, stale: Holder): void {
  const moved = join(dataDir, `engine.lock.stale-${randomUUID()}`);
  try {
    renameSync(lockFile(dataDir), moved);
  } catch {
    return; // Somebody else was faster.
  }
  const { token } = JSON.parse(readFileSync(moved, 'utf8')) as Holder;
  if (token !== stale.token) linkSync(moved, lockFile(dataDir));
  rmSync(moved, { force: true });
}

function releaseLock(dataDir: string, { token }: Holder): void {
  if (readHolder(dataDir)?.token === token) rmSync(lockFile(dataDir), { force: true });
}

/** The start time of a process (field 22 of /proc/PID/stat, proc(5)); null when there is no such process. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; field 3 follows it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return startWithoutProc(pid);
  }
}

/** Where there is no /proc: whether the process lives is all we can know. */
function startWithoutProc(pid: number): string | null {
  if (process.platform === 'linux') return null;
  try {
    process.kill(pid, 0);
    return 'unknown';
  } catch {
    return null;
  }
}
