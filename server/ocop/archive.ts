import { createHash } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { conflict, missing } from '../errors.ts';
import { slugOf } from '../fold.ts';
import { beginDocument, documentPieces, readDocument, removeDocument } from '../media/documents.ts';
import { ZipStream } from '../zip-stream.ts';
import { contentsPdf, contentsTable } from './contents.ts';
import { DossierModel, type Frozen } from './dossier.ts';
import { type DossierState, stateOfDossier } from './dossier-state.ts';
import { ownDossier, refusal, seenDossier } from './dossiers.ts';
import { pathOfFile, pathOfProof } from './papers-due.ts';

interface Now {
  at: Date;
  publicUrl: string;
}

/** A dossier as a file: its name, and how to write it. */
export interface DossierFile {
  name: string;
  write: (to: (piece: Buffer) => Promise<void>) => Promise<void>;
}

/** The whole dossier as one ZIP: what was handed in as it was, a draft as it stands. @throws missing('dossier-not-found') */
export async function dossierFile(actor: Actor, id: string, now: Now): Promise<DossierFile> {
  const dossier = await seenDossier(actor, id);
  const state = await stateOfDossier(dossier, now);
  const name = `ho-so-ocop-${slugOf(state.productName, 'san-pham')}-${id.slice(-6)}${dossier.frozen ? '' : '-nhap'}.zip`;
  const { frozen } = dossier;
  if (!frozen) return { name, write: async (to) => void (await writeDossier(state, now.at, to)) };
  const write: DossierFile['write'] = async (to) => {
    for await (const piece of documentPieces(frozen.documentId)) await to(piece);
  };
  return { name, write };
}

/**
 * Freezes a dossier: it is made once, kept with its hash, and stays as it is whatever changes afterwards. Handing in what is handed in
 * already changes nothing.
 * @param version of the draft as it was looked at
 * @throws as ownDossier; conflict('dossier-changed') where somebody changed it meanwhile
 */
export async function handIn(actor: Actor, id: string, version: number, now: Now): Promise<void> {
  const dossier = await ownDossier(actor, id);
  if (dossier.frozen) return;
  if (dossier.version !== version) throw conflict('dossier-changed');
  const state = await stateOfDossier(dossier, now);
  const document = beginDocument();
  // First that it is begun: what a crash leaves behind is found and taken away by the next.
  await DossierModel.updateOne({ _id: id }, { $addToSet: { begun: document.id } });
  const hash = createHash('sha256');
  let bytes = 0;
  const papers = await writeDossier(state, now.at, async (chunk) => {
    hash.update(chunk);
    bytes += chunk.length;
    await document.write(chunk);
  });
  await document.end();
  const { productName, set } = state;
  const sums = { documentId: document.id, bytes, sha256: hash.digest('hex') };
  const frozen: Frozen = { at: now.at, by: actor.name, ...sums, productName, set, papers };
  const { matchedCount } = await DossierModel.updateOne(
    { _id: id, state: 'draft', version },
    { $set: { state: 'handed-in', frozen }, $inc: { version: 1 } },
  );
  await takeAwayBegun(id);
  // Its name may have been taken off the list by the one who came first.
  if (matchedCount === 0) await removeDocument(document.id);
  if (matchedCount === 0 && (await seenDossier(actor, id)).frozen === null) throw await refusal(id);
}

/** ZIPs that were begun and are not what was handed in. */
async function takeAwayBegun(id: string): Promise<void> {
  const { begun, frozen } = await DossierModel.findById(id, { begun: 1, frozen: 1 }).lean().orFail();
  const left = begun.filter((one) => one !== frozen?.documentId);
  for (const one of left) {
    await removeDocument(one);
    await DossierModel.updateOne({ _id: id }, { $pull: { begun: one } });
  }
}

/** Writes the ZIP and answers how its papers stood in it: a file whose bytes are gone is named nowhere. */
async function writeDossier(
  state: DossierState,
  at: Date,
  to: (chunk: Buffer) => Promise<void>,
): Promise<Frozen['papers']> {
  const { dossier, proofs } = state;
  const zip = new ZipStream(to, at);
  for (const file of dossier.files) {
    const bytes = await readDocument(file.id);
    if (bytes === null) throw missing('paper-not-found');
    await zip.add(pathOfFile(file, dossier.files), bytes);
  }
  for (const proof of proofs) {
    const bytes = await proof.make();
    if (bytes !== null) await zip.add(pathOfProof(proof), bytes);
  }
  const there = new Map(zip.files.map(({ name, sha256 }) => [name, sha256]));
  const papers = state.papers.map((paper) => ({ ...paper, files: paper.files.filter((name) => there.has(name)) }));
  await zip.add('muc-luc.xlsx', await contentsTable({ ...state, papers }, there));
  await zip.add('muc-luc.pdf', await contentsPdf({ ...state, papers }, at));
  await zip.end();
  return papers;
}
