import type { Actor } from '../actor.ts';
import type { ShelfOwner } from '../catalog/shelves.ts';
import { shelfView } from '../catalog/story-page.ts';
import { sentence } from '../http/messages.ts';
import { type Language, pick } from '../language.ts';
import { blockKinds } from './block.ts';
import { nameOfBlock } from './block-view.ts';
import { type OwnVisit, ownVisit, shelfOfVisit } from './own-visits.ts';
import { publicVisit } from './visit.ts';
import { urlOf, visitPhotoUrl } from './visits.ts';

/** Only officers put pages together. */
export const officers = ['officer'] as const;

/** A page that is worked on, as its forms stand on it. */
export interface EditedVisit {
  id: string;
  own: OwnVisit;
  owned: { owner: ShelfOwner; title: string };
  url: string;
  backUrl: string;
}

/** The page with all that can be done to a page; its photos and people work as those of stories. */
export const editing = {
  who: officers,
  view: 'visits/own-visit',
  takesPhones: true,
  load: async ({ actor, params }: { actor: Actor; params: Record<string, string> }): Promise<EditedVisit> => {
    const own = await ownVisit(actor, params.id ?? '');
    const id = own.record._id.toHexString();
    return {
      id,
      own,
      owned: { owner: shelfOfVisit(id), title: own.text.title.vi },
      url: `/trang-tham/${id}`,
      backUrl: '/trang-tham',
    };
  },
  shown: ({ language }: { language: Language }, { own: { record, text } }: EditedVisit) => {
    const visit = publicVisit(record);
    return Promise.resolve({
      title: pick(text.title, language),
      kind: sentence(language, `visits.kinds.${record.kind}`),
      hasLead: text.lead.vi !== '',
      isShown: visit !== null,
      isHeldBack: record.shown !== null && visit === null,
      wasShown: record.shown !== null,
      hasNewerDraft: record.shown !== null && record.draft !== null,
      shownAt: record.shownAt,
      pageUrl: urlOf(record),
      version: record.version,
      blocks: text.blocks.map((block, index) => ({
        id: block.id,
        kind: sentence(language, `visits.blocks.${block.kind}`),
        name: nameOfBlock(block, language),
        isFirst: index === 0,
        isLast: index === text.blocks.length - 1,
      })),
      adds: blockKinds.map((kind) => ({ kind, title: sentence(language, `visits.blocks.${kind}`) })),
      story: shelfView(record, visit?.photos ?? [], visitPhotoUrl),
    });
  },
};
