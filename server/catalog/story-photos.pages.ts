import { Router } from 'express';
import { invalid, missing } from '../errors.ts';
import { formPage } from '../http/form-page.ts';
import { visitor } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { wordsIn } from '../localized.ts';
import { StoryButtonForm, StoryPhotoForm } from './story-forms.schemas.ts';
import type { ShelfPage, ShelfPlace } from './story-page.ts';
import { absentPhoto, addStoryPhoto, readStoryPhoto, removeStoryPhoto, sightOfPhoto } from './story-photos.ts';

/** `…/anh` adds a photo to a story or a page, `…/anh/bo` takes one out. */
export const photoPages = <D extends ShelfPlace>(path: string, page: ShelfPage<D>): Router =>
  Router().use(addPage(path, page)).use(removePage(path, page));

const addPage = <D extends ShelfPlace>(path: string, { who, load, shown }: ShelfPage<D>) =>
  formPage({
    path: `${path}/anh`,
    who,
    photos: { photo: 1 },
    view: 'catalog/story-photo',
    schema: StoryPhotoForm,
    load,
    shown,
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

const removePage = <D extends ShelfPlace>(path: string, { who, view, load, shown }: ShelfPage<D>) =>
  formPage({
    path: `${path}/anh/bo`,
    who,
    get: false,
    view,
    schema: StoryButtonForm,
    load,
    shown,
    submit: async ({ actor, body }, { owned, url }) => {
      await removeStoryPhoto(actor, owned.owner, body.one);
      return `${url}#anh`;
    },
  });

/**
 * `/anh-chuyen/{id}-{width}.webp`: a story's photo. Asked for anew each time, since a consent may be taken back: browsers may
 * keep it, but ask before they show it again.
 */
export const storyPhotoFile = (): Router => shelfPhotoFile('/anh-chuyen', sightOfPhoto);

/**
 * The file of a shelf's photo under a path.
 * @param sightOf who may see it at this moment
 */
export const shelfPhotoFile = (path: string, sightOf: typeof sightOfPhoto): Router =>
  Router().get(`${path}/:id-:width.webp`, async (request, response) => {
    const { id, width } = request.params as Record<string, string>;
    const sight = await sightOf(id ?? '', visitor(request));
    if (sight === 'nobody') throw await absentPhoto(id ?? '');
    response.setHeader('Cache-Control', sight === 'everybody' ? 'public, no-cache' : 'private, no-store');
    response.setHeader('ETag', `"${id}-${width}"`);
    if (request.fresh) return void response.status(304).end();
    const image = await readStoryPhoto(id ?? '', Number(width));
    if (!image) throw missing('image-not-found');
    response.type(image.type).send(image.bytes);
  });
