import { readFileSync } from 'node:fs';
import { fromRoot } from '../../server/root.ts';

/** Every setting of the program, as its sources name them. */
export const settingNames = (): string[] =>
  ['config', 'operation-settings'].flatMap((file) =>
    [...readFileSync(fromRoot(`server/${file}.ts`), 'utf8').matchAll(/^ {2}([A-Z][A-Z_0-9]+):/gm)].map(
      (match) => match[1] ?? '',
    ),
  );
