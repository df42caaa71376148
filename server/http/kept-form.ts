import { createHash, randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import mongoose, { Schema } from 'mongoose';
import { seal, unseal } from '../seal.ts';
import { ownerOf } from './form-key.ts';
import { localPath } from './local-path.ts';
import { type KeptFields, localsOf } from './locals.ts';

interface Kept {
  _id: string;
  accountId: string;
  since: Date;
  sealed: Buffer;
}

const keptSeconds = 3600;

const KeptModel = mongoose.model<Kept>(
  'KeptForm',
  new Schema<Kept>(
    {
      _id: { type: String, required: true },
      accountId: { type: String, required: true, index: true },
      since: { type: Date, required: true, expires: keptSeconds },
      sealed: { type: Buffer, required: true },
    },
    { collection: 'kept-forms', versionKey: false },
  ),
);

/** The name in an address of what was typed there before. */
const parameter = 'giu';
const most = 20;
const longest = 100_000;

/**
 * Keeps what a person had typed who is sent away to sign in or to give the PIN, for an hour and for the account that the form
 * was shown to: sealed under a name that only the address they come back to knows. A form that was shown to nobody, a long
 * one, and more than twenty of one account are not kept.
 * @param path the page that shows the form
 */
export async function keepTyped(
  response: Response,
  { path, key, fields }: { path: string; key: unknown; fields: KeptFields },
): Promise<void> {
  const { actor, services } = localsOf(response);
  const accountId = ownerOf(key, response);
  if (accountId === null || (actor !== null && actor.accountId !== accountId)) return;
  if (JSON.stringify(fields).length > longest || (await KeptModel.countDocuments({ accountId })) >= most) return;
  const name = randomBytes(18).toString('base64url');
  const since = services.now();
  await KeptModel.create({ _id: idOf(name), accountId, since, sealed: seal(fields, name, accountId) });
  localsOf(response).comeBackTo = withName(path, name);
}

/** Finds what the person had typed on the page that is asked for now; every view fills its fields from it. */
export const bringBackTyped: RequestHandler = async (request, response, next) => {
  const name = request.query[parameter];
  const { actor, services } = localsOf(response);
  if (request.method !== 'GET' || typeof name !== 'string' || actor === null) return next();
  const since = { $gt: new Date(services.now().getTime() - keptSeconds * 1000) };
  const kept = await KeptModel.findOne({ _id: idOf(name), accountId: actor.accountId, since }).lean();
  if (kept) localsOf(response).kept = unseal(kept.sealed, name, actor.accountId) as KeptFields;
  next();
};

/** Forgets what was kept of a form that has now been sent from the page it was brought back to. */
export async function forgetTyped(request: Request): Promise<void> {
  const name = nameIn(request.originalUrl) ?? nameIn(request.get('referer') ?? '');
  if (name !== null) await KeptModel.deleteOne({ _id: idOf(name) });
}

/** Whether an address leads back to a form whose text was kept. */
export const leadsToKept = (address: unknown): boolean => typeof address === 'string' && nameIn(address) !== null;

/** The page of this site that a button was pressed on; null when the browser does not say. */
export function pageBefore(request: Request): string | null {
  const { publicUrl } = localsOf(request.res as Response).services.config;
  const referer = request.get('referer') ?? '';
  return referer.startsWith(`${publicUrl}/`) ? localPath(referer.slice(publicUrl.length)) : null;
}

const idOf = (name: string): string => createHash('sha256').update(name).digest('hex');

const nameIn = (address: string): string | null =>
  URL.canParse(address, 'http://here.invalid')
    ? new URL(address, 'http://here.invalid').searchParams.get(parameter)
    : null;

function withName(path: string, name: string): string {
  const url = new URL(path, 'http://here.invalid');
  url.searchParams.set(parameter, name);
  return url.pathname + url.search;
}
