import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { openEngine, startEngine } from '../../../server/engine/engine.ts';
import { takeLock } from '../../../server/engine/keep/lock.ts';
import { aDirectory, anEngine } from './support.ts';

describe('the lock on a data directory', () => {
  it('refuses a second engine and names who holds the directory since when', async () => {
    const { dataDir } = await anEngine();
    const second = startEngine({ dataDir });
    await expect(second).rejects.toThrow(
      new RegExp(`is in use by process ${process.pid} on ${hostname()} since 20\\d\\d-\\d\\d-\\d\\dT.*Two engines`),
    );
  });

  it('lets one of many win that take it at the same time', async () => {
    const dataDir = aDirectory();
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(dataDir, '/nowhere')));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is taken over from a process that was killed', async () => {
    const dataDir = aDirectory();
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    const started = execFileSync('cut', ['-d', ' ', '-f', '22', `/proc/${child.pid}/stat`], {
      encoding: 'utf8',
    }).trim();
    const holder = {
      pid: child.pid,
      started,
      host: hostname(),
      since: '2026-01-01T00:00:00.000Z',
      socket: join(dataDir, 'none'),
      token: 't',
    };
    writeFileSync(join(dataDir, 'engine.lock'), JSON.stringify(holder));
    await expect(takeLock(dataDir, '')).rejects.toThrow(`process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await takeLock(dataDir, '');
    expect(lock.wasUnclean).toBe(true);
    lock.release();
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('does not take a later process for the holder because it has the same number', async () => {
    const dataDir = aDirectory();
    const holder = {
      pid: process.pid,
      started: '1',
      host: hostname(),
      since: '2026-01-01T00:00:00.000Z',
      socket: join(dataDir, 'none'),
      token: 't',
    };
    writeFileSync(join(dataDir, 'engine.lock'), JSON.stringify(holder));
    const lock = await takeLock(dataDir, '');
    lock.release();
  });
});

describe('openEngine', () => {
  it('gives back the engine that serves the directory already, and leaves it running', async () => {
    const { dataDir, uri, client } = await anEngine();
    const other = await openEngine(dataDir);
    expect(other.uri).toBe(uri);
    await other.stop();
    await expect(client.db('any').command({ ping: 1 })).resolves.toEqual({ ok: 1 });
  });

  it('gives all that open a directory at once the same engine', async () => {
    const dataDir = aDirectory();
    const engines = await Promise.all(Array.from({ length: 3 }, () => openEngine(dataDir, { noSync: true })));
    expect(new Set(engines.map(({ uri }) => uri)).size).toBe(1);
    await Promise.all(engines.map((engine) => engine.stop()));
  });

  it('starts one where nobody serves, and keeps the data for the next', async () => {
    const dataDir = aDirectory();
    const first = await openEngine(dataDir);
    const client = await new MongoClient(first.uri).connect();
    await client.db('d').collection('c').insertOne({ kept: true });
    await client.close();
    await first.stop();
    const { client: again } = await anEngine({ dataDir });
    expect(await again.db('d').collection('c').countDocuments({ kept: true })).toBe(1);
  });

  it('lets only this user read its files, whoever made the directory and left them open', async () => {
    const dataDir = aDirectory();
    chmodSync(dataDir, 0o755);
    writeFileSync(join(dataDir, 'embedded.lmdb'), '', { mode: 0o644 });
    await anEngine({ dataDir });
    const files = readdirSync(dataDir).filter((name) => statSync(join(dataDir, name)).isFile());
    expect(files).toEqual(expect.arrayContaining(['embedded.lmdb', 'embedded.lmdb-lock']));
    for (const file of files) expect(statSync(join(dataDir, file)).mode & 0o077, file).toBe(0);
  });

  it('lets only this user open its socket, also when the path is too long for the data directory', async () => {
    const dataDir = join(aDirectory(), 'a-very-long-name-'.repeat(6));
    const { uri } = await anEngine({ dataDir });
    const socket = decodeURIComponent(uri.slice('mongodb://'.length, uri.indexOf('/?')));
    expect(Buffer.byteLength(socket)).toBeLessThanOrEqual(100);
    expect(statSync(socket).mode & 0o777).toBe(0o600);
  });
});
