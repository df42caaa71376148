import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { readHolder } from '../../../server/engine/keep/lock.ts';
import { anEngineProcess } from './engine-process.ts';
import { aDirectory } from './support.ts';

type Step = 'data' | 'flush' | 'meta' | 'reply';

/** What the engine did, in the order in which each call was finished; a reply counts from when it was begun. */
function stepsOf(trace: string): Step[] {
  const begun = new Map<string, string>();
  return trace.split('\n').flatMap((line) => {
    const [pid = ''] = line.split(' ');
    const isUnfinished = line.includes('<unfinished');
    if (isUnfinished) begun.set(pid, line);
    const call = line.includes('resumed>') ? (begun.get(pid) ?? '') : line;
    const step = stepOf(call);
    const counts = step === 'reply' ? !line.includes('resumed>') : !isUnfinished;
    return step && counts ? [step] : [];
  });
}

/** LMDB writes its meta page through a file opened with O_DSYNC; `dsync` is that file's number. */
let dsync = '';
function stepOf(call: string): Step | null {
  const opened = /openat\(.*embedded\.lmdb".*O_DSYNC.*= (\d+)/.exec(call);
  if (opened) dsync = opened[1] ?? '';
  if (/\b(?:pwrite64|pwritev|writev|write)\(\d+<[^>]*embedded\.lmdb>/.test(call))
    return call.includes(`(${dsync}<`) ? 'meta' : 'data';
  if (/\bf(?:data)?sync\(\d+<[^>]*embedded\.lmdb>/.test(call)) return 'flush';
  // The reply to an insert: 41 bytes, OP_MSG (2013), { n: 1, ok: 1 }.
  return /\bwrite\(\d+<socket:[^>]*>, "\)\\0\\0\\0.*\\335\\7\\0\\0/.test(call) ? 'reply' : null;
}

describe('an acknowledged write', () => {
  it('is on disk before its reply leaves: data, flush, meta page, and only then the reply', async () => {
    try {
      execFileSync('strace', ['-V'], { stdio: 'ignore' });
    } catch {
      throw new Error('This test watches the engine through strace: apt-get install strace');
    }
    const dataDir = aDirectory();
    const trace = join(aDirectory(), 'trace');
    const calls = 'trace=openat,write,writev,pwrite64,pwritev,fdatasync,fsync';
    const engine = await anEngineProcess(dataDir, ['strace', '-f', '-y', '-o', trace, '-e', calls]);
    const client = await new MongoClient(engine.uri).connect();
    const collection = client.db('d').collection('c');
    for (let n = 0; n < 20; n += 1) await collection.insertOne({ n });
    // Long ones are always flushed by LMDB's thread, short ones of a lone writer by the engine's own.
    for (let n = 0; n < 10; n += 1) await collection.insertOne({ n, filler: 'x'.repeat(40_000) });
    await client.close();
    // strace ends with what it watches, so the engine itself is asked to stop.
    const exit = once(engine.process, 'exit');
    process.kill(readHolder(dataDir)?.pid ?? 0, 'SIGTERM');
    await exit;

    const steps = stepsOf(readFileSync(trace, 'utf8'));
    const first = steps.indexOf('reply');
    // Each reply is preceded by the data, its flush and the meta page of its own transaction.
    const perReply = steps.join(' ').split('reply').slice(1, -1);
    expect(first).toBeGreaterThan(2);
    expect(perReply).toHaveLength(29);
    for (const before of perReply) expect(before.trim()).toMatch(/^(data )+flush meta$/);
  });
});
