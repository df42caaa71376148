import type { Request, RequestHandler, Response } from 'express';
import multer, { MulterError } from 'multer';
import { invalid, malformed, tooLarge, unsupported } from '../errors.ts';

/** A file that came with a form. `type` is what the sender claims; whoever keeps it looks at the bytes. */
export interface UploadedFile {
  bytes: Buffer;
  name: string;
  type: string;
}

const megabyte = 1024 * 1024;
const limits = {
  fileSize: 12 * megabyte,
  files: 8,
  fields: 500,
  fieldSize: 100_000,
  fieldNameSize: 100,
  parts: 510,
};

/**
 * Reads a form with files into memory, so that nothing is left on disk when a phone hangs up.
 * @param photos how many files each field may carry
 * @throws tooLarge('photo-too-large'), tooLarge('too-many-files'), tooLarge('field-too-long'), malformed('body-not-readable'),
 *   invalid('mistakes') naming the field that holds more files than it may
 */
export async function readMultipart(
  request: Request,
  response: Response,
  photos: Readonly<Record<string, number>>,
): Promise<Record<string, UploadedFile[]>> {
  const upload = multer({ storage: multer.memoryStorage(), limits });
  // All are read, even if they are too many: what was typed comes after them and must not be lost.
  const wanted = Object.keys(photos).map((name) => ({ name, maxCount: limits.files }));
  await take(upload.fields(wanted), request, response);
  const files = (request.files ?? {}) as Record<string, Express.Multer.File[]>;
  const given = Object.fromEntries(
    Object.keys(photos).map((name) => [name, (files[name] ?? []).filter(isGiven).map(toUpload)]),
  );
  const mistakes = Object.entries(photos)
    .filter(([name, most]) => (given[name] ?? []).length > most)
    .map(([name, max]) => ({ pointer: `/${name}`, code: 'too-many-photos', facts: { max } }));
  if (mistakes.length > 0) throw invalid('mistakes', {}, mistakes);
  return given;
}

/** @throws unsupported('not-multipart') for a request that brings no form with files */
export function requireMultipart(request: Request): void {
  if (!request.is('multipart/form-data')) throw unsupported('not-multipart');
}

/** The one file of the field `file`. @throws invalid('mistakes') where none was given */
export function theFile(files: Readonly<Record<string, UploadedFile[]>>): UploadedFile {
  const [file] = files.file ?? [];
  if (!file) throw invalid('mistakes', {}, [{ pointer: '/file', code: 'required' }]);
  return file;
}

/**
 * Reads only the text of a form with files, and lets the files run by.
 * @returns whether there were any
 * @throws as readMultipart
 */
export async function readMultipartFields(request: Request, response: Response): Promise<boolean> {
  let hadFiles = false;
  const upload = multer({
    limits,
    fileFilter: (_request, _file, accept) => {
      hadFiles = true;
      accept(null, false);
    },
  });
  await take(upload.any(), request, response);
  return hadFiles;
}

const take = (read: RequestHandler, request: Request, response: Response): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    void read(request, response, (error: unknown) => (error ? reject(inOurWords(error)) : resolve()));
  });

// A browser sends an empty part for a file field that was left alone.
const isGiven = (file: Express.Multer.File): boolean => file.size > 0;

const toUpload = (file: Express.Multer.File): UploadedFile => ({
  bytes: file.buffer,
  name: file.originalname,
  type: file.mimetype,
});

function inOurWords(error: unknown): unknown {
  if (error instanceof MulterError) return overLimit(error);
  return error instanceof Error && !('kind' in error) ? malformed('body-not-readable') : error;
}

function overLimit({ code }: MulterError): Error {
  switch (code) {
    case 'LIMIT_FILE_SIZE':
      return tooLarge('photo-too-large', { maxMegabytes: limits.fileSize / megabyte });
    case 'LIMIT_FILE_COUNT':
    case 'LIMIT_UNEXPECTED_FILE':
      return tooLarge('too-many-files', { max: limits.files });
    case 'LIMIT_FIELD_VALUE':
      return tooLarge('field-too-long', { max: limits.fieldSize });
    default:
      return malformed('body-not-readable');
  }
}

/** Fields that belong to the form itself and not to its data: its key, the PIN it may ask for, and what became of its photos. */
export const formsOwn: ReadonlySet<string> = new Set(['_key', '_pin', '_code', '_answer', '_received', '_lost']);

/**
 * The fields of a form as nested data: `packs.0.count` becomes `{ packs: [{ count }] }`. Blank fields are left out, so that
 * an optional field may be left blank; the form's own are left out too.
 */
export function nest(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === '' || formsOwn.has(name)) continue;
    const path = name.split('.');
    if (path.length > 6 || path.some((key) => key in Object.prototype)) throw malformed('body-not-readable');
    put(data, path, value);
  }
  return data;
}

// Rows are counted from 0; a form has 500 fields at most.
const isPlace = /^(\d|[1-9]\d|1\d\d)$/;

function put(target: Record<string, unknown>, [key = '', ...rest]: string[], value: unknown): void {
  // `packs.length` or `packs.map` beside `packs.0`: no form of ours has names in its rows.
  if (Array.isArray(target) && !isPlace.test(key)) throw malformed('body-not-readable');
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const isBranch = typeof inner === 'object' && inner !== null;
  const branch = isBranch ? inner : isPlace.test(rest[0] ?? '') ? [] : {};
  target[key] = branch;
  put(branch as Record<string, unknown>, rest, value);
}

/** `/packs/0/count` → `packs.0.count`: the field that a mistake's pointer names. */
export const fieldOf = (pointer: string): string => pointer.slice(1).replaceAll('/', '.');
