import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll } from 'vitest';
import { type RunningEngine, type StartOptions, startEngine } from '../../../../server/database/embedded/engine.ts';

/** A directory that is removed after the test file. */
export function aDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'embedded-test-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
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
  afterAll(stop);
  return { uri: engine.uri, stop, client, dataDir, warnings };
}
