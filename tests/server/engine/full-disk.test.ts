import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { checkDirectory } from '../../../server/engine/keep/check.ts';
import { aDirectory } from './support.ts';

const child = fileURLToPath(new URL('./engine-child.ts', import.meta.url));

describe('a disk that is full', () => {
  it('refuses writes and says why, goes on answering reads, and loses nothing that was acknowledged', async () => {
    const dataDir = aDirectory();
    // A file may grow to 2 MB here, which stands for the disk; ulimit counts in blocks of 512 bytes.
    const line = 'ulimit -f 4000; exec "$0" --import tsx "$1" "$2"';
    const engine = spawn('sh', ['-c', line, process.execPath, child, dataDir], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [uri] = (await once(createInterface(engine.stdout), 'line')) as [string];
    const client = await new MongoClient(uri).connect();
    const photos = client.db('disk').collection('photos');
    await photos.createIndex({ n: 1 }, { unique: true });
    let kept = 0;
    const insert = () => photos.insertOne({ n: kept, filler: 'x'.repeat(20_000) });
    const filling = (async () => {
      for (; kept < 1_000; kept += 1) await insert();
    })();
    await expect(filling).rejects.toMatchObject({ code: 14031, message: expect.stringContaining('disk') });
    await expect(insert()).rejects.toMatchObject({ code: 14031 });
    expect(kept).toBeGreaterThan(20);
    expect(await photos.countDocuments({ n: { $gte: 0 } })).toBe(kept);
    await client.close();
    const exit = once(engine, 'exit');
    engine.kill('SIGTERM');
    await exit;
    expect(await checkDirectory(dataDir)).toMatchObject({ documents: kept, problems: [] });
  });
});
