import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDatabase } from '../../server/database/connection.ts';
import { requireSoundFile } from '../../server/database/data-folder.ts';
import { markDemonstration } from '../../server/database/marks.ts';
import { fromRoot } from '../../server/root.ts';

// What the program says when it cannot start (bar 30). Nobody is there to read a stack.

const folder = mkdtempSync(path.join(os.tmpdir(), 'cho-start-'));
const file = path.join(folder, 'embedded.lmdb');
let sound: Buffer;

beforeAll(async () => {
  const disconnect = await connectDatabase({ mongodbUri: null, dataDir: folder });
  await markDemonstration();
  await mongoose.connection
    .collection('many')
    .insertMany(Array.from({ length: 300 }, (_, n) => ({ n, text: 'x'.repeat(3000) })));
  await disconnect();
  sound = readFileSync(file);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts the program as `npm start` does, until it ends. */
function start(settings: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [fromRoot('dist/server/index.js')], {
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder, ...settings },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, said })));
}

const spoilt: [string, () => void, RegExp][] = [
  ['of garbage', () => writeFileSync(file, randomBytes(100_000)), /không phải là dữ liệu của chợ[\s\S]*holds no data/],
  ['of text', () => writeFileSync(file, 'not a database'), /không phải là dữ liệu của chợ/],
  ['that is empty', () => writeFileSync(file, ''), /trống rỗng[\s\S]*is empty/],
  ['of its first page only', () => truncateSync(file, 4096), /bị cụt/],
  ['that is cut in half', () => truncateSync(file, sound.length >> 1), /bị cụt[\s\S]*is cut short/],
];

it.each(spoilt)('says of a database file %s what to do, and leaves it as it is', (_, spoil, words) => {
  writeFileSync(file, sound);
  spoil();
  const before = readFileSync(file);
  expect(() => requireSoundFile(file)).toThrow(words);
  expect(() => requireSoundFile(file)).toThrow(`npm run restore -- ${folder}/backups/`);
  expect(readFileSync(file)).toEqual(before);
});

it('takes a sound file, and none', () => {
  writeFileSync(file, sound);
  requireSoundFile(file);
  requireSoundFile(path.join(folder, 'no-such-file'));
});

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://cho.example',
  SESSION_SECRET: randomBytes(32).toString('hex'),
  LABEL_KEY: randomBytes(32).toString('hex'),
  LOG_KEY: randomBytes(32).toString('hex'),
};
const cases: [string, Record<string, string>, RegExp][] = [
  ['a database file that is cut short', { DATA_DIR: path.join(folder, 'short') }, /bị cụt[\s\S]*is cut short/],
  ['a DATA_DIR that is a file', { DATA_DIR: fromRoot('package.json') }, /là một tệp[\s\S]*is a file and not a folder/],
  ['a DATA_DIR below a file', { DATA_DIR: fromRoot('package.json/x') }, /là một tệp[\s\S]*is a file and not a folder/],
  [
    'a mode in production whose facts nobody confirmed',
    { ...production, DATA_DIR: path.join(folder, 'empty'), PLATFORM_MODE: 'direct' },
    /start without PLATFORM_MODE[\s\S]*operator, complaints, prices, conditions, payment, delivery, returns/,
  ],
  ['demonstration data in production', production, /This database holds demonstration data; production refuses it/],
];

it('ends the start with a clear sentence and no stack', async () => {
  mkdirSync(path.join(folder, 'short'));
  writeFileSync(path.join(folder, 'short', 'embedded.lmdb'), sound.subarray(0, sound.length >> 1));
  writeFileSync(file, sound);
  const ends = await Promise.all(cases.map(([, settings]) => start(settings)));
  for (const [place, { code, said }] of ends.entries()) {
    const [what, , words] = cases[place] ?? [];
    expect([what, code]).toEqual([what, 1]);
    expect(said).toMatch(words ?? /^$/);
    expect(said).not.toMatch(/\n {4}at |node:internal|Error:/);
  }
});
