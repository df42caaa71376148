import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Collection, MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { checkDirectory } from '../../../server/engine/keep/check.ts';
import { anEngineProcess, kill } from './engine-process.ts';
import { aDirectory } from './support.ts';

const child = fileURLToPath(new URL('./engine-child.ts', import.meta.url));
const few = 5;

/** A directory with some documents in it. */
async function aFilledDirectory(): Promise<string> {
  const dataDir = aDirectory();
  const engine = await anEngineProcess(dataDir);
  const client = await new MongoClient(engine.uri).connect();
  for (let n = 0; n < few; n += 1) await client.db('disk').collection('photos').insertOne({ n });
  await client.close();
  await kill(engine.process);
  return dataDir;
}

/**
 * The engine where LMDB's second way into its file, by which it writes the meta page and nothing else, leads to
 * /dev/full: everything works but the very last step of each commit.
 */
async function anEngineWithoutMetaPage(dataDir: string) {
  const strace = 'strace -f -qq -o /dev/null -P "$3/embedded.lmdb" -e inject=openat:retval=9:when=3';
  const line = `exec 9<>/dev/full; exec timeout 60 ${strace} "$1" --import tsx "$2" "$3"`;
  const engine = spawn('sh', ['-c', line, 'sh', process.execPath, child, dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [uri] = (await once(createInterface(engine.stdout), 'line')) as [string];
  const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 500 }).connect();
  return {
    client,
    photos: client.db('disk').collection('photos'),
    said: text(engine.stderr),
    exit: once(engine, 'exit'),
  };
}

/** Writes until nobody is there any more; the answers in their order. */
async function writeOn(photos: Collection, filler: string): Promise<string[]> {
  const answers: string[] = [];
  for (let n = 0; n < 20 && !answers.at(-1)?.includes('ECONN'); n += 1) {
    await photos.insertOne({ filler }).then(
      () => answers.push('written'),
      (error: Error) => answers.push(error.message),
    );
  }
  return answers;
}

describe('a disk that fails when a commit is nearly done', () => {
  it.each([
    ['a lone writer of little', 1, 'x'],
    ['a lone writer of much', 1, 'x'.repeat(40_000)],
    ['many writers', 8, 'x'],
  ])('ends the process with its reason, keeps nobody waiting and loses nothing: %s', async (_, writers, filler) => {
    const dataDir = await aFilledDirectory();
    const { client, photos, said, exit } = await anEngineWithoutMetaPage(dataDir);
    expect(await photos.countDocuments({ n: { $gte: 0 } })).toBe(few);
    const started = performance.now();
    const answers = (await Promise.all(Array.from({ length: writers }, () => writeOn(photos, filler)))).flat();
    expect(answers).not.toContain('written');
    if (writers === 1) expect(answers[0]).toMatch(/^The disk failed in the middle of a write.*must be started anew/);
    const [status] = await exit;
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(status).not.toBe(0);
    expect(await said).toContain(`The disk with ${dataDir} failed in the middle of a write`);
    await client.close();
    expect(await checkDirectory(dataDir)).toMatchObject({ documents: few, problems: [] });
  });

  it('answers no read wrongly meanwhile', async () => {
    const dataDir = await aFilledDirectory();
    const { client, photos, exit } = await anEngineWithoutMetaPage(dataDir);
    // Before the write: where it fails at once, no read of the many may have come to its end.
    const reads = [await photos.countDocuments({ n: { $gte: 0 } })];
    const reading = (async () => {
      for (;;) reads.push(await photos.countDocuments({ n: { $gte: 0 } }));
    })();
    const [written, read] = await Promise.allSettled([photos.insertOne({}), reading]);
    expect([written.status, read.status]).toEqual(['rejected', 'rejected']);
    expect(new Set(reads)).toEqual(new Set([few]));
    await exit;
    await client.close();
  });
});

describe('a disk that fails while the file is written anew', () => {
  /** @param fails what strace makes fail, from beside the engine: killed is the engine itself */
  async function anEngineThatFails(dataDir: string, fails: string[]) {
    const engine = await anEngineProcess(dataDir, ['strace', '-D', '-f', '-qq', '-o', '/dev/null', ...fails]);
    const client = await new MongoClient(engine.uri, { serverSelectionTimeoutMS: 500 }).connect();
    const compacting = client.db('disk').command({ compact: 'photos' });
    return { engine, client, compacting, photos: client.db('disk').collection('photos') };
  }

  // The first renaming of all takes away the lock that the killed engine left.
  it.each([2, 3])('keeps the old one and goes on: at renaming %i', async (nth) => {
    const dataDir = await aFilledDirectory();
    const fails = ['-e', `inject=/^rename:error=EIO:when=${nth}`];
    const { engine, client, compacting, photos } = await anEngineThatFails(dataDir, fails);
    await expect(compacting).rejects.toThrow();
    await photos.insertOne({ n: few });
    expect(await photos.countDocuments({})).toBe(few + 1);
    await kill(engine.process);
    await client.close();
    expect(await checkDirectory(dataDir)).toMatchObject({ documents: few + 1, problems: [] });
    expect(readdirSync(dataDir).filter((left) => left.includes('.copy-'))).toEqual([]);
  });

  it('acknowledges nothing more where a power cut might bring the old one back, and is started anew', async () => {
    const dataDir = await aFilledDirectory();
    const fails = ['-P', dataDir, '-e', 'inject=fsync:error=EIO'];
    const { engine, client, compacting, photos } = await anEngineThatFails(dataDir, fails);
    const exit = once(engine.process, 'exit');
    await expect(compacting).rejects.toThrow('must be started anew');
    await expect(photos.insertOne({ n: few })).rejects.toThrow();
    expect((await exit)[0]).not.toBe(0);
    await client.close();
    expect(await checkDirectory(dataDir)).toMatchObject({ documents: few, problems: [] });
  });
});
