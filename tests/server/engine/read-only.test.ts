import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { errorReply } from '../../../server/engine/ground/replies.ts';
import { checkDirectory } from '../../../server/engine/keep/check.ts';
import { openEngineState } from '../../../server/engine/keep/engine-state.ts';
import { CommandError } from '../../../server/engine/language/errors.ts';
import { encode } from '../../../server/engine/language/values.ts';
import { aDirectory } from './support.ts';

const command = fileURLToPath(new URL('../../../server/commands/database.ts', import.meta.url));

/** The engine where its directory is mounted read-only: permissions alone would not stop root. */
function startReadOnly(dataDir: string) {
  const mount = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"';
  const line = `${mount} || exit 99; exec "$2" --import tsx "$3" --data "$1"`;
  return spawnSync('unshare', ['-rm', 'sh', '-c', line, 'sh', dataDir, process.execPath, command], {
    encoding: 'utf8',
  });
}

const canMount = spawnSync('unshare', ['-rm', 'mount', '--bind', '/tmp', '/tmp']).status === 0;

describe('a data directory that cannot be written', () => {
  it.skipIf(!canMount)('stops the start in one line that names it, and keeps what is in it', async () => {
    const dataDir = aDirectory();
    const engine = openEngineState({ dataDir }, () => {});
    const document = { _id: 'kept' };
    const stored = { bytes: encode(document), document };
    await engine.store.write(() => engine.records.insert(engine.catalogue.ensure('d', 'c'), stored));
    await engine.store.close();
    const before = readdirSync(dataDir);

    const { status, stdout, stderr } = startReadOnly(dataDir);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^The data directory .+ cannot be written: EROFS: read-only file system.*\n$/);
    expect(stderr).toContain(dataDir);
    expect(readdirSync(dataDir)).toEqual(before);

    expect(await checkDirectory(dataDir)).toMatchObject({ documents: 1, problems: [] });
  });

  it('stops the start where the path is not a directory', async () => {
    await expect(checkDirectory(`${command}/data`)).rejects.toThrow(/data cannot be written: ENOTDIR/);
  });
});

describe('a commit that the disk refuses', () => {
  // strerror(3) of what write(2) and fdatasync(2) may answer, as LMDB passes it on.
  it.each([
    ['Read-only file system', 13],
    ['Permission denied', 13],
    ['No space left on device', 14_031],
    ['Disk quota exceeded', 14_031],
    ['Input/output error', 14_031],
    ['File too large', 14_031],
    ['MDB_MAP_FULL: Environment mapsize limit reached', 14_031],
  ])('is told with its reason: %s', (message, code) => {
    const reply = errorReply(new Error(message));
    expect(reply).toMatchObject({ ok: 0, code, errmsg: expect.stringContaining(message) });
    expect(errorReply(new CommandError(2, 'BadValue', message))).toMatchObject({ code: 2 });
  });
});
