import type { Actor } from '../server/actor.ts';
import { recordConsent } from '../server/catalog/consents.ts';
import { addStoryPhoto } from '../server/catalog/story-photos.ts';
import { dayOf } from '../server/format.ts';
import { plainWords } from '../server/language.ts';
import { listPublicBatches } from '../server/traceability/batches.ts';
import {
  addVisit,
  emptyBlock,
  noFacts,
  ownVisit,
  ownVisits,
  saveFacts,
  shelfOfVisit,
  showVisit,
  type WantedBlock,
} from '../server/visits/own-visits.ts';
import { putBlock } from '../server/visits/visit-blocks.ts';
import { drawn, productOf } from './market.ts';
import { type DemoBlock, type DemoVisit, visits } from './places.ts';

/** Puts the pages for visitors of the demonstration together. What is there already stays as it is. */
export async function welcomeVisitors(officer: Actor, actorFor: (seller: string) => Actor, now: Date): Promise<void> {
  const there = new Set((await ownVisits(officer)).map(({ text }) => text.title.vi));
  for (const visit of visits.filter(({ facts }) => !there.has(facts.title.vi))) {
    await welcome(visit, officer, actorFor('mai'), now);
  }
}

async function welcome(visit: DemoVisit, officer: Actor, maker: Actor, now: Date): Promise<void> {
  const { title, village = null } = visit.facts;
  const id = await addVisit(officer, { kind: visit.kind, title, village }, { requestId: null, at: now });
  await saveFacts(officer, { id, version: 0 }, { ...noFacts, ...visit.facts });
  const owner = shelfOfVisit(id);
  if (visit.contact) {
    const way = { way: 'in-person' as const, givenOn: dayOf(now), showsName: true, showsFace: false };
    await recordConsent(officer, owner, { ...visit.contact, ...way }, { at: now });
  }
  for (const [place, block] of visit.blocks.entries()) {
    if (block.picture)
      await addStoryPhoto(
        officer,
        owner,
        { bytes: await drawn(block.picture.name), caption: block.picture.caption, faces: [] },
        now,
      );
    const photoId = block.picture ? (await ownVisit(officer, id)).record.photos.at(-1)?.imageId : undefined;
    const wanted = { block: await wantedOf(block, photoId, maker), instead: null };
    await putBlock(officer, { id, version: 1 + place }, wanted, now);
  }
  await showVisit(officer, { id, version: 1 + visit.blocks.length }, now);
}

async function wantedOf(block: DemoBlock, photoId: string | undefined, maker: Actor): Promise<WantedBlock> {
  const { product: name, picture: _, heading, words, ...more } = block;
  const product = name === undefined ? null : await productOf(maker, name);
  return {
    ...emptyBlock(block.kind),
    ...more,
    ...(heading && { heading: plainWords(heading) }),
    ...(words && { words: plainWords(words) }),
    photoIds: photoId === undefined ? [] : [photoId],
    ...(product && (block.kind === 'batch' ? await anOpenBatchOf(product.id) : { productId: product.id })),
  };
}

async function anOpenBatchOf(productId: string): Promise<{ batchCode: string | null }> {
  const batches = await listPublicBatches(productId, 20);
  return { batchCode: batches.find(({ state, gate }) => state === 'open' && gate === 'open')?.code ?? null };
}
