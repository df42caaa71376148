import { copyFile, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SealedFile } from './sealed-copy.ts';

/** A file that lies at the second place. */
export interface CopyThere {
  name: string;
  bytes: number;
}

/** Where copies lie besides this machine's own disk. What names anybody is sealed before it comes. */
export interface SecondPlace {
  /** For people: where it is, without a secret. */
  name: string;
  list: () => Promise<CopyThere[]>;
  /** Whole or not there. */
  put: (name: string, file: SealedFile) => Promise<void>;
  get: (name: string, to: string) => Promise<void>;
  remove: (name: string) => Promise<void>;
}

/** Another disk, or a share of another machine, as a folder. A folder that is not there is a disk that is not mounted: none is made. */
export function folderPlace(folder: string): SecondPlace {
  return {
    name: folder,
    list: async () => {
      const names = await readdir(folder);
      return await Promise.all(names.map(async (name) => ({ name, bytes: (await stat(join(folder, name))).size })));
    },
    put: async (name, file) => {
      const partial = join(folder, `${name}.partial`);
      await copyFile(file.path, partial);
      await flush(partial);
      await rename(partial, join(folder, name));
    },
    get: async (name, to) => await copyFile(join(folder, name), to),
    remove: async (name) => await rm(join(folder, name), { force: true }),
  };
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
}
