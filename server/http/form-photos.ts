import type { Request, Response } from 'express';
import { invalid } from '../errors.ts';
import { networkKey } from '../network.ts';
import type { UploadedFile } from './form-data.ts';
import { atOf, localsOf } from './locals.ts';
import { sentFields } from './sent-fields.ts';

/** A photo that a form brought and its page need not be given again: a box beside its field, ticked, sends it along. */
export interface ReceivedPhoto {
  field: string;
  /** Its place among those of its field, from 1. */
  number: number;
  sends: string;
}

/** The photos of a form that comes back, and whether one is lost: it could not be read or not be kept. */
export interface PhotosBack {
  received: ReceivedPhoto[];
  isLost: boolean;
}

type Limits = Readonly<Record<string, number>>;
type Files = Record<string, UploadedFile[]>;

/**
 * The photos of a form: those that came with it, and those that it brought before, of which it now sends the names. One chosen
 * anew takes the place of the one before where the form takes one.
 * @throws invalid('mistakes') with 'photo-gone' where one is no longer kept, 'too-many-photos' where they are too many together
 */
export async function withReceived(request: Request, response: Response, files: Files, photos: Limits): Promise<Files> {
  const all: Files = { ...files };
  for (const [field, most] of Object.entries(photos)) {
    const chosen = files[field] ?? [];
    const names = most === 1 && chosen.length > 0 ? [] : namesFor(request, field);
    if (names.length + chosen.length > most) throw mistakeIn(field, 'too-many-photos', { max: most });
    const before: UploadedFile[] = [];
    for (const name of names) {
      const bytes = await find(name, response);
      if (bytes === null) throw mistakeIn(field, 'photo-gone');
      before.push({ bytes, name: 'photo.webp', type: 'image/webp' });
    }
    all[field] = [...before, ...chosen];
  }
  return all;
}

/** Keeps the photos of a form that comes back, so that its page need not be given them again. */
export async function receive(request: Request, response: Response, photos: Limits): Promise<PhotosBack> {
  const received: ReceivedPhoto[] = [];
  let isLost = false;
  const chosen = (request.files ?? {}) as Record<string, Express.Multer.File[]>;
  for (const [field, most] of Object.entries(photos)) {
    const now = (chosen[field] ?? []).filter(({ size }) => size > 0);
    const names = most === 1 && now.length > 0 ? [] : await still(namesFor(request, field), response);
    for (const { buffer } of now) {
      const name = await keep(buffer, request, response);
      if (name === null) isLost = true;
      else names.push(name);
    }
    received.push(...names.map((name, place) => ({ field, number: place + 1, sends: `${field}:${name}` })));
  }
  return { received, isLost };
}

/** Forgets the photos of a form that went through. */
export async function forgetReceived(request: Request, response: Response): Promise<void> {
  const names = sentNames(request).map(([, name]) => name);
  if (names.length > 0) await localsOf(response).photoKeeper?.forget(names);
}

async function still(names: readonly string[], response: Response): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) if ((await find(name, response)) !== null) found.push(name);
  return found;
}

const find = async (name: string, response: Response): Promise<Buffer | null> =>
  (await localsOf(response).photoKeeper?.find(name, whoseIn(response), atOf(response))) ?? null;

const keep = async (bytes: Buffer, request: Request, response: Response): Promise<string | null> =>
  (await localsOf(response).photoKeeper?.keep(bytes, owner(request, response), atOf(response))) ?? null;

const whoseIn = (response: Response): string => localsOf(response).actor?.accountId ?? 'guest';

// A guest's photos are counted by address, so that one cannot fill the room of all; a phone's address changes on the way.
function owner({ ip = '' }: Request, response: Response) {
  const whose = whoseIn(response);
  const { sessionSecret } = localsOf(response).services.config;
  return { whose, counted: whose === 'guest' ? `guest ${networkKey('photos', ip, sessionSecret)}` : whose };
}

const namesFor = (request: Request, wanted: string): string[] =>
  sentNames(request).flatMap(([field, name]) => (field === wanted ? [name] : []));

const sent = /^([\w.-]{1,100}):([\w-]{24})$/;

// No more than a form can carry at once.
function sentNames(request: Request): [field: string, name: string][] {
  const values = [sentFields(request)._received].flat().slice(0, 8);
  return values.flatMap((value) => {
    const [, field, name] = typeof value === 'string' ? (sent.exec(value) ?? []) : [];
    return field === undefined || name === undefined ? [] : [[field, name] as [string, string]];
  });
}

const mistakeIn = (field: string, code: string, facts = {}) =>
  invalid('mistakes', {}, [{ pointer: `/${field.replaceAll('.', '/')}`, code, facts }]);
