import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fromRoot } from '../../server/root.ts';

/** The whole program as its own process, on a data directory and a port of its own. */
export interface Market {
  url: string;
  dataDir: string;
  /** Of the process that runs now. */
  pid: () => number;
  /** What the program printed so far. */
  output: () => string;
  /** As the kernel would on a power cut of the process: no chance to tidy up. */
  kill: () => Promise<void>;
  /** Starts again on the same data and port. */
  restart: () => Promise<void>;
  /** Ends the program as the system does; its data stay. */
  end: () => Promise<void>;
  /** Ends the program and takes its data away. */
  stop: () => Promise<void>;
}

export interface MarketOptions {
  /** The program's folder, if not this one. */
  root?: string;
  /** A data directory whose copy it goes on from; without one the program begins anew. */
  begun?: string | null;
}

/**
 * Starts the program as `npm start` does, with nothing set but the port and the data directory.
 */
export async function startMarket(
  settings: Record<string, string> = {},
  { root = fromRoot(), begun = null }: MarketOptions = {},
): Promise<Market> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-market-'));
  // A program that had no time to tidy up leaves its socket.
  if (begun !== null) cpSync(begun, dataDir, { recursive: true, filter: (from) => !lstatSync(from).isSocket() });
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const ofMongo = databaseOfItsOwn();
  let printed = '';
  let child: ChildProcess | null = null;
  const start = async () => {
    child = spawn(process.execPath, [path.join(root, 'dist/server/index.js')], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PORT: String(port),
        DATA_DIR: dataDir,
        ...ofMongo,
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) => (printed += text.toString()));
    await untilReady(url, child, () => printed);
  };
  const end = (signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill(signal);
    });
  await start();
  return {
    url,
    dataDir,
    pid: () => child?.pid ?? Number.NaN,
    output: () => printed,
    kill: () => end('SIGKILL'),
    restart: start,
    end: () => end('SIGTERM'),
    stop: async () => {
      await end('SIGTERM');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** On the MongoDB that the tests run against, if they do, a database that nobody else has. */
export function databaseOfItsOwn(): Record<string, string> {
  const given = process.env.MONGODB_URI;
  if (!given) return {};
  const [, servers = given, query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(given) ?? [];
  return { MONGODB_URI: `${servers}/market_${randomUUID().replaceAll('-', '').slice(0, 16)}${query}` };
}

// A long run goes on while others use the machine, and says nothing of speed.
export const mostTries = process.env.FULL ? 3_000 : 600;

async function untilReady(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (child.exitCode !== null) throw new Error(`The program ended:\n${printed()}`);
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await wait(100);
  }
  throw new Error(`The program did not become ready in ${mostTries / 10} s and more:\n${printed()}`);
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
