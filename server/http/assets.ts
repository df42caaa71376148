import { existsSync, readFileSync } from 'node:fs';
import express, { type RequestHandler } from 'express';
import { fromRoot } from '../root.ts';

const folder = fromRoot('dist/web');
let manifest: Readonly<Record<string, string>> | null = null;

/**
 * The hashed address of a built file, such as `main.css` or `stages/drying.svg`.
 * @throws Error when it was not built: run `npm run build`.
 */
export function asset(name: string): string {
  manifest ??= readManifest();
  const address = manifest[name];
  if (address === undefined) throw new Error(`No asset ${name}; run npm run build`);
  return address;
}

/** The names of the built files below a folder, such as `stages/`. */
export function assetsBelow(folder: string): string[] {
  manifest ??= readManifest();
  return Object.keys(manifest).filter((name) => name.startsWith(folder));
}

/** Where a built file lies on disk. */
export const assetFile = (name: string): string => `${folder}${asset(name)}`;

/** Built files: the name carries a hash of the content, so a browser never asks again. */
export const serveAssets = (): RequestHandler =>
  express.static(`${folder}/assets`, { immutable: true, maxAge: '365d', index: false });

/** robots.txt, the icons and the web manifest: they live at fixed addresses. */
export const serveRootFiles = (): RequestHandler =>
  express.static(fromRoot('web/static/root'), { maxAge: '1d', index: false });

function readManifest(): Record<string, string> {
  const file = `${folder}/manifest.json`;
  if (!existsSync(file)) throw new Error('The web files are not built: run npm run build');
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}
