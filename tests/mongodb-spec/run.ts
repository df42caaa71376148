import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EJSON } from 'bson';
import { MongoClient } from 'mongodb';
import { startEngine } from '../../server/engine/engine.ts';
import { type Requirement, runScenario, type Scenario, type TestFile } from './scenario.ts';

/*
 * Runs MongoDB's own CRUD specification tests (unified test format) with the official driver against the embedded
 * engine, or against MONGODB_URI. Ends with exit code 1 when any answer is wrong.
 */
interface OutOfScope {
  /** What the engine refuses by name. */
  refused: Record<string, string>;
  /** What the official driver itself does not do. */
  driver: Record<string, string>;
}

interface Server {
  uri: string;
  plainClient: MongoClient;
  version: string;
}

const outOfScope = JSON.parse(readFileSync(new URL('./out-of-scope.json', import.meta.url), 'utf8')) as OutOfScope;
const counts = { passed: 0, failed: 0, skipped: 0 };

const [directory] = process.argv.slice(2);
if (!directory) {
  console.error('Usage: npm run test:mongodb-spec -- DIRECTORY');
  process.exit(2);
}
await runDirectory(directory);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

async function runDirectory(directory: string): Promise<void> {
  const server = await start();
  try {
    for (const name of readdirSync(directory)
      .filter((file) => file.endsWith('.json'))
      .sort()) {
      const file = EJSON.parse(readFileSync(join(directory, name), 'utf8'), { relaxed: true }) as TestFile;
      for (const test of file.tests) await runTest(`${name}: ${test.description}`, { file, test, server });
    }
  } finally {
    await server.stop();
  }
}

async function start(): Promise<Server & { stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mongodb-spec-'));
  const engine = process.env.MONGODB_URI ? undefined : await startEngine({ dataDir, noSync: true });
  const uri = engine?.uri ?? String(process.env.MONGODB_URI);
  const plainClient = await new MongoClient(uri).connect();
  const { version } = await plainClient.db('admin').command({ buildInfo: 1 });
  const stop = async () => {
    await plainClient.close();
    await engine?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { uri, plainClient, version: String(version), stop };
}

async function runTest(
  name: string,
  { file, test, server }: { file: TestFile; test: Scenario; server: Server },
): Promise<void> {
  if (!applies([file.runOnRequirements, test.runOnRequirements], server.version) || test.skipReason) {
    counts.skipped += 1;
    return;
  }
  judge(name, await problemOf(() => runScenario(file, test, server)));
}

function judge(name: string, problem: string | null): void {
  const { refused, driver } = outOfScope;
  const isExpected = name in driver ? problem !== null : name in refused && isRefusal(problem);
  if (isExpected) counts.skipped += 1;
  else if (name in refused || name in driver) report(name, `is in out-of-scope.json, but: ${problem ?? 'it passes'}`);
  else report(name, problem);
}

async function problemOf(run: () => Promise<void>): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    return String(error);
  }
}

/** What is out of scope must be refused by name, not answered in another way. */
function isRefusal(problem: string | null): boolean {
  return problem !== null && /not supported by the embedded engine|no such command/.test(problem);
}

function report(name: string, problem: string | null): void {
  if (problem === null) counts.passed += 1;
  else {
    counts.failed += 1;
    console.log(`✗ ${name}\n    ${problem}`);
  }
}

function applies(groups: (Requirement[] | undefined)[], version: string): boolean {
  return groups.every((group) => group === undefined || group.some((requirement) => meets(requirement, version)));
}

// The embedded engine introduces itself as the one member of a replica set.
function meets(
  { minServerVersion = '0', maxServerVersion = '999', topologies }: Requirement,
  version: string,
): boolean {
  const inRange = compareVersions(version, minServerVersion) >= 0 && compareVersions(version, maxServerVersion) <= 0;
  return inRange && (topologies === undefined || topologies.includes('replicaset'));
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
