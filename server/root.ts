import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, whether this runs from the sources or from dist/. */
const root = findRoot(path.dirname(fileURLToPath(import.meta.url)));

/** An absolute path to a file or folder of the project, such as `fromRoot('web/views')`. */
export const fromRoot = (...parts: string[]): string => path.join(root, ...parts);

function findRoot(folder: string): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : findRoot(path.dirname(folder));
}
