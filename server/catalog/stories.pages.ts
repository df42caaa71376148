import { Router } from 'express';
import { formPage } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { wordsIn } from '../localized.ts';
import { productOwner, sellerOwner } from './owned.ts';
import { hideStory, saveStory, showStory } from './stories.ts';
import type { StoryText } from './story.ts';
import { StoryForm } from './story-forms.schemas.ts';
import { type OwnedBy, storyOf } from './story-page.ts';
import { peoplePages } from './story-people.pages.ts';
import { photoPages, storyPhotoFile } from './story-photos.pages.ts';

/** `/hang-cua-toi/{id}/chuyen…` and `/gian-hang/{id}/chuyen…`: the story of a product or a seller; `/anh-chuyen/…`: its photos. */
export const storiesPages = (): Router =>
  Router()
    .use(storyPhotoFile())
    .use(...pagesUnder('/hang-cua-toi/:id', productOwner))
    .use(...pagesUnder('/gian-hang/:id', sellerOwner));

function pagesUnder(path: string, ownedBy: OwnedBy): Router[] {
  const page = { who: sellers, view: 'catalog/story', takesPhones: false, ...storyOf(path, ownedBy) };
  return [storyPage(path, ownedBy), photoPages(`${path}/chuyen`, page), peoplePages(`${path}/chuyen`, page)];
}

const storyPage = (path: string, ownedBy: OwnedBy) =>
  formPage({
    path: `${path}/chuyen`,
    who: sellers,
    view: 'catalog/story',
    schema: StoryForm,
    ...storyOf(path, ownedBy),
    render: (_data, { language }) => ({ title: sentence(language, 'stories.title') }),
    submit: async ({ actor, body, at }, { owned, url }) => {
      const written = { text: textOf(body), version: body.version };
      if (body.do === 'hide') await hideStory(actor, owned.owner);
      else if (body.do === 'show') await showStory(actor, owned.owner, written, at);
      else await saveStory(actor, owned.owner, written, at);
      return url;
    },
  });

const textOf = (form: ReturnType<typeof StoryForm.parse>): StoryText => ({
  told: wordsIn(form, 'told'),
  craftVillage: form.craftVillage ?? null,
  motif: form.motif === undefined ? null : wordsIn(form, 'motif'),
  clipUrl: form.clipUrl ?? null,
});
