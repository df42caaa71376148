import { createHash } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { type Context, type Endpoint, endpoint } from '../http/endpoint.ts';
import { answerMade, filePath } from '../http/file-post.ts';
import { readMultipart, requireMultipart, theFile } from '../http/form-data.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { findSentence, sentence } from '../http/messages.ts';
import { parse } from '../http/mistakes.ts';
import type { Language } from '../language.ts';
import type { Services } from '../services.ts';
import { importKinds } from './import.ts';
import { BringForm, ImportParams, ImportView } from './imports.schemas.ts';
import { bringSheet, type Preview, previewSheet, runImport, type SheetMistake, undoImport } from './imports.ts';

/** Who brings lists: a cooperative of its own households and batches. */
export const bringers = ['cooperative'] as const;

const onSheet = (
  declared: Pick<Endpoint, 'method' | 'path' | 'summary' | 'status' | 'problems'>,
  act: (actor: Parameters<typeof runImport>[0], id: string, at: Date) => Promise<Preview>,
): Endpoint =>
  endpoint({
    ...declared,
    tag: 'imports',
    who: bringers,
    params: ImportParams,
    answer: ImportView,
    handle: async ({ actor, params, at, language }: Context<typeof bringers, { id: string }>) =>
      present(await act(actor, params.id, at), language),
  });

/** A sheet once it was brought: what it would make, making it, taking that back. */
export const importsEndpoints = (_services: Services): Endpoint[] => [
  onSheet(
    {
      method: 'get',
      path: '/imports/{id}',
      summary: 'What a sheet would make, or made',
      status: 200,
      problems: ['import-not-found'],
    },
    previewSheet,
  ),
  onSheet(
    {
      method: 'post',
      path: '/imports/{id}/run',
      summary: 'Make what the right lines of a sheet say',
      status: 201,
      problems: ['import-not-found', 'import-was-undone'],
    },
    runImport,
  ),
  onSheet(
    {
      method: 'post',
      path: '/imports/{id}/undo',
      summary: 'Take back what a sheet made, while nothing else stands on it',
      status: 201,
      problems: ['import-not-found', 'household-in-use', 'batch-in-use', 'invoice-changed'],
    },
    undoImport,
  ),
];

const path = '/imports';

/** `POST /imports`: a sheet as `multipart/form-data`, fields `kind` and `file`, at most 2 MB. */
export const importFiles = ({ now }: Services): Router =>
  Router().post(path, requireRole(...bringers), async (request, response) => {
    const actor = actorOf(request);
    const { kind, bytes } = await readSent(request, response);
    const bring = async () => present(await bringSheet(actor, kind, bytes, now()), localsOf(response).language);
    const fingerprint = [kind, createHash('sha256').update(bytes).digest('hex')];
    await answerMade(request, response, { path, fingerprint }, bring);
  });

async function readSent(request: Request, response: Response) {
  requireMultipart(request);
  const files = await readMultipart(request, response, { file: 1 });
  const { kind } = parse(BringForm, { ...(request.body as object) });
  return { kind, bytes: theFile(files).bytes };
}

const present = ({ sheet, rows, wouldMake, mistakes }: Preview, language: Language) =>
  ImportView.parse({
    id: sheet._id,
    kind: sheet.kind,
    state: sheet.state,
    sheet: sheet.page ?? '',
    otherSheets: sheet.otherPages ?? [],
    rows,
    wouldMake,
    mistakes: mistakes.map((one) => ({
      line: one.line,
      column: one.column,
      code: one.code,
      detail: detailOf(one, language),
    })),
  });

/** What is wrong with a cell, in the reader's language. */
export const detailOf = ({ code, facts }: Pick<SheetMistake, 'code' | 'facts'>, language: Language): string =>
  findSentence(language, `mistakes.${code}`, facts) ??
  findSentence(language, `problems.${code}`, facts) ??
  sentence(language, 'mistakes.wrong-format');

/** What OpenAPI says of the file's route. */
export const importPaths = filePath({
  path,
  summary:
    'Bring a sheet of households, batches or invoices (XLSX or CSV, at most 2 MB); nothing is made before it is run',
  tag: 'imports',
  who: bringers,
  fields: { kind: { type: 'string', enum: importKinds } },
  answer: { $ref: '#/components/schemas/ImportView' },
  problems: ['not-multipart', 'sheet-unreadable', 'sheet-too-large', 'sheet-without-headings', 'mistakes'],
});
