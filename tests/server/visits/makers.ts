import { readFileSync } from 'node:fs';
import type { Actor } from '../../../server/actor.ts';
import { addStoryPhoto } from '../../../server/catalog/story-photos.ts';
import { inAll } from '../../../server/language.ts';
import { type BlockKind, emptyBlock, type WantedBlock } from '../../../server/visits/block.ts';
import {
  addVisit,
  noFacts,
  ownVisit,
  saveFacts,
  shelfOfVisit,
  showVisit,
  type VisitFacts,
} from '../../../server/visits/own-visits.ts';
import type { VisitKind } from '../../../server/visits/visit.ts';
import { putBlock } from '../../../server/visits/visit-blocks.ts';
import { noon } from '../../support/services.ts';

export const facts = (title: string, more: Partial<VisitFacts> = {}): VisitFacts => ({
  title: inAll(title),
  lead: inAll(`${title}: nơi làm miến bên suối.`, { en: `${title}: noodles by a stream.` }),
  ...noFacts,
  ...more,
});

/** The version that a change of a page is written over now. */
export const versionOf = async (officer: Actor, id: string): Promise<{ id: string; version: number }> => ({
  id,
  version: (await ownVisit(officer, id)).record.version,
});

/** A page with what is written on it, not shown yet; answers its id. */
export async function aVisit(
  officer: Actor,
  { kind = 'village', ...text }: VisitFacts & { kind?: VisitKind },
  blocks: readonly (Partial<WantedBlock> & { kind: BlockKind })[] = [],
): Promise<string> {
  const id = await addVisit(officer, { kind, title: text.title, village: text.village }, { requestId: null, at: noon });
  await saveFacts(officer, await versionOf(officer, id), text);
  for (const block of blocks)
    await putBlock(
      officer,
      await versionOf(officer, id),
      { block: { ...emptyBlock(block.kind), ...block }, instead: null },
      noon,
    );
  return id;
}

export const shown = async (officer: Actor, id: string): Promise<void> =>
  showVisit(officer, await versionOf(officer, id), noon);

/** A photo on a page's shelf, with the faces of these consents; answers its id. */
export async function aPhotoOn(officer: Actor, id: string, faces: readonly string[] = []): Promise<string> {
  const bytes = readFileSync('tests/support/noodles.jpg');
  await addStoryPhoto(officer, shelfOfVisit(id), { bytes, caption: null, faces: [...faces] }, noon);
  return (await ownVisit(officer, id)).record.photos.at(-1)?.imageId ?? '';
}
