import { type RequestHandler, type Response, Router } from 'express';
import { missing } from '../../errors.ts';
import { findCounted } from '../../provenance/guesses.ts';
import type { Services } from '../../services.ts';
import { keyChanges, knownKeys } from './keys.ts';
import { bringUpToDate } from './log.ts';
import { readCheckpoint } from './note.ts';
import { proofOf } from './proof.ts';
import { entriesFrom } from './tail.ts';
import { readTilePath, tileWidth, widthIn } from './tile.ts';
import { readKept } from './tiles.ts';

/** The log for programs: its head, tiles and keys (C2SP tlog-tiles), and the proof of one batch. Everybody's programs may read it. */
export function ledgerPages(services: Services): Router {
  const router = Router();
  router.use(['/log', '/t/:code/proof'], openToAll);
  router.get('/log/checkpoint', checkpoint(services));
  router.get('/log/key', keys(services));
  router.get('/log/key/changes', changes(services));
  router.get('/log/tile/*rest', tile(services));
  router.get('/t/:code/proof', proof(services));
  return router;
}

const openToAll: RequestHandler = (_request, response, next) => {
  response.setHeader('Access-Control-Allow-Origin', '*');
  next();
};

const checkpoint =
  ({ config }: Services): RequestHandler =>
  async (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=2');
    response.type('text/plain').send(await bringUpToDate(config));
  };

const keys =
  ({ config }: Services): RequestHandler =>
  async (_request, response) => {
    response.type('text/plain').send(`${(await knownKeys(config.publicUrl)).join('\n')}\n`);
  };

const changes =
  ({ config }: Services): RequestHandler =>
  async (_request, response) => {
    response.json(await keyChanges(config.publicUrl));
  };

const tile =
  ({ config }: Services): RequestHandler =>
  async (request, response) => {
    const asked = readTilePath(request.path.replace(/^\/log\/tile\//i, ''));
    const size = readCheckpoint(await bringUpToDate(config))?.size ?? 0;
    if (asked === null || widthIn(size, asked.level === 'entries' ? 0 : asked.level, asked.place) < asked.width)
      throw missing('log-tile-unknown');
    const bytes =
      asked.level === 'entries' ? await bundle(asked) : await readKept(asked.level, asked.place, asked.width);
    sendForEver(response, bytes);
  };

// Each entry behind its length in two bytes.
async function bundle({ place, width }: { place: number; width: number }): Promise<Buffer> {
  const entries = await entriesFrom(place * tileWidth, place * tileWidth + width);
  return Buffer.concat(entries.flatMap((entry) => [Buffer.from([0, entry.length]), entry]));
}

function sendForEver(response: Response, bytes: Buffer): void {
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  response.type('application/octet-stream').send(bytes);
}

const proof =
  ({ config, now }: Services): RequestHandler =>
  async (request, response) => {
    const asking = { address: request.ip ?? '', secret: config.sessionSecret, at: now() };
    const found = await findCounted(String(request.params.code), (code) => proofOf(code, config), asking);
    response.setHeader('Cache-Control', 'public, no-cache');
    response.json(found);
  };
