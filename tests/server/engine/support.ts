import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll } from 'vitest';
import { type RunningEngine, type StartOptions, startEngine } from '../../../server/engine/engine.ts';

/** What must end after the test file, the last thing first. (A hook that is added while a test runs would be lost.) */
const endings: (() => void | Promise<void>)[] = [];
afterAll(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** A directory that is removed after the test file. */
export function aDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'embedded-test-'));
  endings.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface TestEngine extends RunningEngine {
  client: MongoClient;
  dataDir: string;
  warnings: string[];
}

/** A running engine with a client, both ended after the test file. */
export async function anEngine(options: Partial<StartOptions> = {}): Promise<TestEngine> {
  const dataDir = options.dataDir ?? aDirectory();
  const warnings: string[] = [];
  const engine = await startEngine({ noSync: true, warn: (line) => warnings.push(line), ...options, dataDir });
  const client = await new MongoClient(engine.uri).connect();
  const stop = async () => {
    await client.close();
    await engine.stop();
  };
  endings.push(stop);
  return { uri: engine.uri, stop, client, dataDir, warnings };
}
