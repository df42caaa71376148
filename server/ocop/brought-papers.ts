import type { Actor } from '../actor.ts';
import { conflict, invalid, missing } from '../errors.ts';
import { keepDocument, readDocument, removeDocument } from '../media/documents.ts';
import { DossierModel } from './dossier.ts';
import { changeDraft, ownDossier, refusal, seenDossier } from './dossiers.ts';
import { papers } from './paper.ts';

const mostFiles = 40;
const mostBytes = 60 * 2 ** 20;

/**
 * Brings a paper into a draft: a PDF or a photo; the same bytes for the same paper are there once.
 * @throws as changeDossier; unsupported('document-not-supported'), conflict('too-many-papers'), and what keepDocument throws
 */
export async function bringPaper(
  actor: Actor,
  id: string,
  { paper, bytes, at }: { paper: string; bytes: Buffer; at: Date },
): Promise<void> {
  const { files, state } = await ownDossier(actor, id);
  if (state !== 'draft') throw conflict('dossier-handed-in');
  if (!papers.some((one) => one.id === paper)) throw invalid('mistakes', {}, [{ pointer: '/paper', code: 'required' }]);
  const kept = await keepDocument(bytes);
  if (files.some((file) => file.paper === paper && file.sha256 === kept.sha256)) return removeDocument(kept.id);
  const file = { ...kept, paper, at, by: actor.name };
  const hasRoom = { [`files.${mostFiles - 1}`]: { $exists: false } };
  const size = files.reduce((sum, one) => sum + one.bytes, kept.bytes);
  const { matchedCount } =
    size > mostBytes
      ? { matchedCount: 0 }
      : await DossierModel.updateOne(
          { _id: id, state: 'draft', ...hasRoom },
          { $push: { files: file }, $inc: { version: 1 } },
        );
  if (matchedCount > 0) return;
  await removeDocument(kept.id);
  const isFull = size > mostBytes || files.length >= mostFiles;
  throw isFull ? conflict('too-many-papers', { most: mostFiles, megabytes: mostBytes / 2 ** 20 }) : await refusal(id);
}

/** Takes a paper out of a draft, and its bytes where no other dossier holds it. @throws as changeDossier; missing('paper-not-found') */
export async function takeOutPaper(actor: Actor, id: string, fileId: string): Promise<void> {
  const { files } = await ownDossier(actor, id);
  if (!files.some((file) => file.id === fileId)) throw missing('paper-not-found');
  await changeDraft(id, { $pull: { files: { id: fileId } } });
  if (!(await DossierModel.exists({ 'files.id': fileId }))) await removeDocument(fileId);
}

/** A paper that was brought, as it is kept. @throws missing('dossier-not-found' | 'paper-not-found') */
export async function paperOf(actor: Actor, id: string, fileId: string): Promise<{ type: string; bytes: Buffer }> {
  const { files } = await seenDossier(actor, id);
  const file = files.find((one) => one.id === fileId);
  const bytes = file ? await readDocument(file.id) : null;
  if (!file || bytes === null) throw missing('paper-not-found');
  return { type: file.type, bytes };
}
