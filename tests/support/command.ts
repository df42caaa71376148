import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import { inject } from 'vitest';
import { fromRoot } from '../../server/root.ts';

/** What came of a command. */
export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Starts a command of an integration as people do, on the database of this test. */
export function command(...words: string[]): Promise<Ended> {
  const uri = new URL(inject('mongodbUri'));
  uri.pathname = `/${mongoose.connection.name}`;
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-command-'));
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, MONGODB_URI: uri.href };
  const program = ['--import', 'tsx', 'server/commands/integrated.ts', ...words];
  return new Promise((resolve) => {
    execFile(process.execPath, program, { cwd: fromRoot(), env }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}
