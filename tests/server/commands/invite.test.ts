import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fromRoot } from '../../../server/root.ts';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-invite-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://cho.example',
  SESSION_SECRET: randomBytes(32).toString('hex'),
  LABEL_KEY: randomBytes(32).toString('hex'),
  LOG_KEY: randomBytes(32).toString('hex'),
};

function invite(args: string[], settings: Record<string, string> = production) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, ...settings };
  const command = ['--import', 'tsx', 'server/commands/invite.ts', ...args];
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, command, { cwd: fromRoot(), env }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

describe('npm run invite', () => {
  it('says in one line what is missing', async () => {
    const unnamed = await invite([]);
    expect([unnamed.code, unnamed.out]).toEqual([1, '']);
    expect(unnamed.err).toBe('Name the officer: npm run -s invite -- --officer NAME\n');
  });

  it('prints a link to an empty production database and nothing else, and refuses other keys afterwards', async () => {
    const invited = await invite(['--officer', 'Vàng Thị Mai']);
    expect([invited.code, invited.err]).toEqual([0, '']);
    expect(invited.out).toMatch(/^https:\/\/cho\.example\/moi\/[\w-]{22}\n$/);
    const other = await invite(['--officer', 'Vàng Thị Mai'], {
      ...production,
      LABEL_KEY: randomBytes(32).toString('hex'),
      LOG_KEY: randomBytes(32).toString('hex'),
    });
    expect([other.code, other.out]).toEqual([1, '']);
    expect(other.err).toMatch(/^LABEL_KEY: [^\n]+\n$/);
  });
});
