import { createHash } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { dayOf } from '../format.ts';
import { actorOf } from '../http/guard.ts';
import { parse } from '../http/mistakes.ts';
import { xlsxType } from '../http/tables.ts';
import { lookup } from '../lookup.ts';
import type { FileKind } from '../press/press.ts';
import type { Services } from '../services.ts';
import { labelFile } from './label-runs.ts';
import { FileQuery } from './labels.schemas.ts';

const files = lookup<{ kind: FileKind; type: string; shown: boolean }>({
  'sheet.pdf': { kind: 'pdf', type: 'application/pdf', shown: true },
  'sheet.html': { kind: 'html', type: 'text/html; charset=utf-8', shown: true },
  'labels.zip': { kind: 'zip', type: 'application/zip', shown: false },
  'labels.zpl': { kind: 'zpl', type: 'application/octet-stream', shown: false },
  'labels.tspl': { kind: 'tspl', type: 'application/octet-stream', shown: false },
  'labels.csv': { kind: 'csv', type: 'text/csv; charset=utf-8', shown: false },
  'labels.xlsx': { kind: 'xlsx', type: xlsxType, shown: false },
});

/** The files of a run, below /api/v1: `/label-runs/{id}/sheet.pdf` and the like. Before the run is ready they are a conflict. */
export function labelFiles(services: Services): Router {
  const router = Router();
  for (const name of Object.keys(files)) {
    router.get(`/label-runs/:id/${name}`, (request, response) => send(name, request, response, services));
  }
  return router;
}

async function send(name: string, request: Request, response: Response, services: Services): Promise<void> {
  const file = files[name];
  if (!file) throw new RangeError('a file has a kind');
  const actor = actorOf(request);
  const { dpi } = parse(FileQuery, { ...request.query });
  const id = String(request.params.id);
  const bytes = await labelFile(actor, id, { kind: file.kind, dpi, today: dayOf(services.now()) }, services.config);
  const own = `${id.slice(-6)}-${name}`;
  response.setHeader('Content-Type', file.type);
  response.setHeader('Content-Disposition', `${file.shown ? 'inline' : 'attachment'}; filename="${own}"`);
  if (file.kind === 'html') response.setHeader('Content-Security-Policy', policyOf(bytes.toString('utf8')));
  response.send(bytes);
}

/** The print page carries its own style; the policy lets in exactly this one, by its hash, and the pictures inside the page. */
function policyOf(html: string): string {
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; frame-ancestors 'none'; base-uri 'none'`;
}
