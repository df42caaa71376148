import { readFileSync } from 'node:fs';
import path from 'node:path';

/** How an SVG that stands alone carries the pictures of a template's folder: inside itself, as data addresses. */
export const embeddedFrom =
  (folder: string) =>
  (href: string): string => {
    const type = href.endsWith('.png') ? 'png' : 'jpeg';
    return `data:image/${type};base64,${readFileSync(path.join(folder, href)).toString('base64')}`;
  };
