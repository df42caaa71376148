import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEngine } from '../../server/engine/engine.ts';

declare module 'vitest' {
  interface ProvidedContext {
    mongodbUri: string;
  }
}

/** One database server for all test files: that of MONGODB_URI, else an embedded engine on a folder that goes away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.MONGODB_URI;
  if (given) {
    project.provide('mongodbUri', given);
    return async () => {};
  }
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-tests-'));
  const engine = await startEngine({ dataDir, noSync: true });
  project.provide('mongodbUri', engine.uri);
  return async () => {
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
