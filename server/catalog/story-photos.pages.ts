import { Router } from 'express';
import { invalid, missing } from '../errors.ts';
import { formPage } from '../http/form-page.ts';
import { sellers, visitor } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { wordsIn } from '../localized.ts';
import { StoryButtonForm, StoryPhotoForm } from './story-forms.schemas.ts';
import { type OwnedBy, storyOf } from './story-page.ts';
import { absentPhoto, addStoryPhoto, readStoryPhoto, removeStoryPhoto, sightOfPhoto } from './story-photos.ts';

/** `…/chuyen/anh` adds a photo to a story, `…/chuyen/anh/bo` takes one out. */
export const photoPages = (path: string, ownedBy: OwnedBy): Router =>
  Router().use(addPage(path, ownedBy)).use(removePage(path, ownedBy));

const addPage = (path: string, ownedBy: OwnedBy) =>
  formPage({
    path: `${path}/chuyen/anh`,
    who: sellers,
    photos: { photo: 1 },
    view: 'catalog/story-photo',
    schema: StoryPhotoForm,
    ...storyOf(path, ownedBy),
    render: (_data, { language }) => ({ title: sentence(language, 'stories.add-photo') }),
    submit: async ({ actor, body, files, at }, { owned, url }) => {
      const [photo] = files.photo ?? [];
      if (!photo) throw invalid('mistakes', {}, [{ pointer: '/photo', code: 'required' }]);
      const caption = body.caption === undefined ? null : wordsIn(body, 'caption');
      const faces = body.who === 'somebody' ? Object.keys(body.face) : [];
      await addStoryPhoto(actor, owned.owner, { bytes: photo.bytes, caption, faces }, at);
      return `${url}#anh`;
    },
  });

const removePage = (path: string, ownedBy: OwnedBy) =>
  formPage({
    path: `${path}/chuyen/anh/bo`,
    who: sellers,
    get: false,
    view: 'catalog/story',
    schema: StoryButtonForm,
    ...storyOf(path, ownedBy),
    submit: async ({ actor, body }, { owned, url }) => {
      await removeStoryPhoto(actor, owned.owner, body.one);
      return `${url}#anh`;
    },
  });

/**
 * `/anh-chuyen/{id}-{width}.webp`: a story's photo. Asked for anew each time, since a consent may be taken back: browsers may
 * keep it, but ask before they show it again.
 */
export const storyPhotoFile = (): Router =>
  Router().get('/anh-chuyen/:id-:width.webp', async (request, response) => {
    const { id, width } = request.params;
    const sight = await sightOfPhoto(id, visitor(request));
    if (sight === 'nobody') throw await absentPhoto(id);
    response.setHeader('Cache-Control', sight === 'everybody' ? 'public, no-cache' : 'private, no-store');
    response.setHeader('ETag', `"${id}-${width}"`);
    if (request.fresh) return void response.status(304).end();
    const image = await readStoryPhoto(id, Number(width));
    if (!image) throw missing('image-not-found');
    response.type(image.type).send(image.bytes);
  });
