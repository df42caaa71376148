import { type Request, type Response, Router } from 'express';
import { channelFacts, postShapes } from '../channels.ts';
import { missing } from '../errors.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { render } from '../http/views.ts';
import { firstLanguage, pick } from '../language.ts';
import type { Services } from '../services.ts';
import type { KitWords } from './kit.ts';
import { occasions } from './post.ts';
import { occasionsOf, type Post, postOf } from './posts.ts';

const path = '/hang-cua-toi/:id/bai-dang';
const who = requireRole(...everybody);

// What is posted is read by buyers here, whatever language the seller's own screen is in.
export const postWords: KitWords = (key, facts) => sentence(firstLanguage, `outreach.post.${key}`, facts);

/** `/hang-cua-toi/{id}/bai-dang…`: posts ready to be copied, with pictures, for what is new of a product. */
export const postsPages = (services: Services): Router =>
  Router()
    .get(path, who, (request, response) => showOccasions(services, request, response))
    .get(`${path}/:occasion/:channel`, who, (request, response) => showPost(services, request, response))
    .get(`${path}/:occasion/:channel/:shape.jpg`, who, async (request, response) => {
      const shape = postShapes.find((one) => one === request.params.shape);
      const post = await ownPost(services, request);
      if (shape === undefined) throw missing('picture-not-found');
      sendPrivately(response, { type: 'jpeg', bytes: await post.draw(shape) });
    });

const askedOf = ({ config, now }: Services) => ({ at: now(), publicUrl: config.publicUrl, words: postWords });

async function ownPost(services: Services, request: Request): Promise<Post> {
  const { id = '', occasion: named, channel = '' } = request.params as Record<string, string>;
  const occasion = occasions.find((one) => one === named);
  if (occasion === undefined) throw missing('occasion-not-found');
  return postOf(actorOf(request), { productId: id, occasion, channel }, askedOf(services));
}

async function showOccasions(services: Services, request: Request, response: Response): Promise<void> {
  const { language } = localsOf(response);
  const actor = actorOf(request);
  const found = await occasionsOf(actor, String(request.params.id), askedOf(services));
  const { product } = found;
  const data = {
    // The page of the goods is their seller's; an officer comes from the plan of the week.
    back: actor.role === 'officer' ? '/binh-lu-digital/ke-hoach' : `/hang-cua-toi/${product.id}`,
    product: { id: product.id, name: product.name },
    occasions: found.occasions.map((occasion) => ({
      title: sentence(language, `outreach.post.occasions.${occasion}`),
      channels: channelFacts.map(({ name, title }) => ({
        channel: name,
        title: pick(title, language),
        url: `/hang-cua-toi/${product.id}/bai-dang/${occasion}/${name}`,
      })),
    })),
  };
  render(response, 'outreach/occasions', data, { title: sentence(language, 'outreach.post.title') });
}

async function showPost(services: Services, request: Request, response: Response): Promise<void> {
  const { language } = localsOf(response);
  const post = await ownPost(services, request);
  const url = request.path.replace(/\/$/, '');
  const title = sentence(language, 'outreach.post.for', { channel: pick(post.channel.title, language) });
  const data = {
    product: { id: post.product.id, name: post.product.name },
    heading: title,
    text: post.text,
    count: post.text.length,
    most: post.channel.texts.post,
    address: post.url,
    pictures: post.shapes.map((shape) => ({
      url: `${url}/${shape}.jpg`,
      name: sentence(language, `outreach.post.shapes.${shape}`),
    })),
  };
  render(response, 'outreach/post', data, { title });
}
