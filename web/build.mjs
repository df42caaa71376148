// Builds what browsers load: one stylesheet written in layers, one script per custom element, and copies of the pictures, each under
// a name that carries a hash of its content. The manifest says which name became which.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import cascadeLayers from '@csstools/postcss-cascade-layers';
import { build, transform } from 'esbuild';
import postcss from 'postcss';

const web = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(web, '../dist/web');
const assets = path.join(out, 'assets');
const manifest = {};
/** What the commune's old phones and the web views in their chat apps read. */
const target = ['chrome70', 'safari13'];

mkdirSync(assets, { recursive: true });
copyPictures();
await bundleStyles();
await bundleScripts();
writeFileSync(path.join(out, 'manifest.json'), JSON.stringify(manifest, null, 1));

function copyPictures() {
  const folder = path.join(web, 'static');
  for (const file of filesBelow(folder).filter((name) => !/^(root|readme)\//.test(name))) {
    const { dir, name, ext } = path.parse(file);
    const bytes = readFileSync(path.join(folder, file));
    const hashed = path.posix.join(dir, `${name}-${hash(bytes)}${ext}`);
    cpSync(path.join(folder, file), path.join(assets, hashed));
    manifest[file] = `/assets/${hashed}`;
  }
}

async function bundleStyles() {
  const styles = path.join(web, 'styles');
  const layered = ['reset', 'base', 'components', 'pages'].flatMap((layer) => [
    ...(existsSync(path.join(styles, `${layer}.css`)) ? [`@import './${layer}.css' layer(${layer});`] : []),
    ...filesBelow(path.join(styles, layer), '.css').map((file) => `@import './${layer}/${file}' layer(${layer});`),
  ]);
  const contents = ['@layer reset, base, components, pages;', ...layered].join('\n');
  const result = await build({
    stdin: { contents, resolveDir: styles, loader: 'css' },
    bundle: true,
    write: false,
    loader: { '.svg': 'dataurl' },
    external: ['/assets/*'],
    outdir: assets,
  });
  // A browser that knows no layers skips all that stands in one: the order becomes weight of selectors, which all know.
  const flat = await postcss([cascadeLayers()]).process(result.outputFiles[0].text, { from: undefined });
  const { code } = await transform(flat.css, { loader: 'css', minify: true, target });
  keep('main.css', code);
}

async function bundleScripts() {
  for (const folder of [path.join(web, 'scripts'), ...integrated('scripts')]) {
    for (const file of filesBelow(folder, '.ts')) {
      if (!file.includes('/')) keep(file.replace(/\.ts$/, '.js'), await bundled(path.join(folder, file)));
    }
  }
}

/** The folders of this name that integrations have. */
function integrated(part) {
  const folder = path.join(web, '../server/integrations');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.map((name) => path.join(folder, name, part)).filter((one) => existsSync(one));
}

async function bundled(file) {
  const result = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target,
    // Both read destructuring; esbuild only doubts a corner of it that nobody uses.
    supported: { destructuring: true },
  });
  return result.outputFiles[0].contents;
}

function keep(name, bytes) {
  const { name: base, ext } = path.parse(name);
  const hashed = `${base}-${hash(bytes)}${ext}`;
  writeFileSync(path.join(assets, hashed), bytes);
  manifest[name] = `/assets/${hashed}`;
}

function filesBelow(folder, extension = '') {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension) && !entry.name.endsWith('.md'))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

function hash(bytes) {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 10);
}
