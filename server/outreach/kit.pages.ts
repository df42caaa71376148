import { type Request, type Response, Router } from 'express';
import { ownProduct } from '../catalog/owned.ts';
import { titleOfChannel } from '../channels.ts';
import { missing } from '../errors.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { render } from '../http/views.ts';
import { firstLanguage, pick } from '../language.ts';
import type { Services } from '../services.ts';
import { ZipStream } from '../zip-stream.ts';
import type { KitWords } from './kit.ts';
import { cutPhoto, kitCode } from './kit-pictures.ts';
import { type Kit, kitOf, photoOf } from './kits.ts';
import { badgeOf } from './onboarding.ts';
import { standingsOf } from './onboardings.ts';

const path = '/hang-cua-toi/:id/bo-ban';
const who = requireRole(...sellers);

// What goes into a channel's form is read by its buyers, whatever language the seller's own screen is in.
export const kitWords: KitWords = (key, facts) => sentence(firstLanguage, `outreach.kit.${key}`, facts);

/** `/hang-cua-toi/{id}/bo-ban…`: all that another channel's form asks of a product, to be copied or taken away. */
export const kitPages = (services: Services): Router =>
  Router()
    .get(path, who, showChannels)
    .get(`${path}/:channel`, who, (request, response) => showKit(services, request, response))
    .get(`${path}/:channel/anh-:number.jpg`, who, (request, response) => sendPhoto(services, request, response))
    .get(`${path}/:channel/ma.png`, who, async (request, response) => {
      const bytes = await kitCode(await ownKit(services, request), kitWords);
      sendPrivately(response, { type: 'png', bytes });
    })
    .get(`${path}/:channel/bo-ban.zip`, who, (request, response) => sendZip(services, request, response));

const ownKit = ({ config, now }: Services, request: Request): Promise<Kit> => {
  const { id = '', channel = '' } = request.params as Record<string, string>;
  const reading = { at: now(), publicUrl: config.publicUrl, words: kitWords };
  return kitOf(actorOf(request), { productId: id, channel }, reading);
};

async function showChannels(request: Request, response: Response): Promise<void> {
  const actor = actorOf(request);
  const { language } = localsOf(response);
  const product = await ownProduct(actor, String(request.params.id));
  const channels = (await standingsOf(actor, product.sellerId)).map(({ channel, standing }) => ({
    channel,
    title: titleOfChannel(channel, language),
    url: `/hang-cua-toi/${product.id}/bo-ban/${channel}`,
    word: sentence(language, `outreach.standings.${standing}`),
    badge: badgeOf(standing),
  }));
  const data = { channels, product: { id: product.id, name: product.name } };
  render(response, 'outreach/kit-channels', data, { title: sentence(language, 'outreach.kit.title') });
}

async function showKit(services: Services, request: Request, response: Response): Promise<void> {
  const { language } = localsOf(response);
  const kit = await ownKit(services, request);
  const url = `/hang-cua-toi/${kit.product.id}/bo-ban/${kit.channel.name}`;
  const data = {
    product: { id: kit.product.id, name: kit.product.name },
    channel: kit.channel.name,
    channelTitle: pick(kit.channel.title, language),
    lengthsSource: kit.channel.textsSource,
    fields: kit.fields.map(({ key, text, most }) => ({
      label: sentence(language, `outreach.kit.fields.${key}`),
      text,
      most,
      count: text.length,
    })),
    photos: kit.photos.map((_, index) => ({ url: `${url}/anh-${index + 1}.jpg`, number: index + 1 })),
    size: kit.channel.pictures.goods,
    codeUrl: `${url}/ma.png`,
    codeAddress: kit.qr.url,
    zipUrl: `${url}/bo-ban.zip`,
    stallUrl: `/binh-lu-digital/${kit.seller.id}/${kit.channel.name}`,
    isOpen: kit.qr.isOpen,
  };
  const title = sentence(language, 'outreach.kit.for', { channel: data.channelTitle });
  render(response, 'outreach/kit', data, { title });
}

async function sendPhoto(services: Services, request: Request, response: Response): Promise<void> {
  const kit = await ownKit(services, request);
  const source = kit.photos[Number((request.params as Record<string, string>).number) - 1];
  const photo = source ? await photoOf(source) : null;
  if (photo === null) throw missing('image-not-found');
  sendPrivately(response, { type: 'jpeg', bytes: await cutPhoto(photo, kit.channel.pictures.goods) });
}

async function sendZip(services: Services, request: Request, response: Response): Promise<void> {
  const kit = await ownKit(services, request);
  response.setHeader('Cache-Control', 'private, no-store');
  response.attachment(`bo-ban-${kit.product.slug}-${kit.channel.name}.zip`).type('application/zip');
  // A kit is a few pictures below 300 KB each: it is put together before it is sent, so that what fails is said as a page.
  const chunks: Buffer[] = [];
  const zip = new ZipStream(async (chunk) => void chunks.push(chunk), services.now());
  await zip.add('chu.txt', textFile(kit));
  await zip.add('ma.png', await kitCode(kit, kitWords));
  for (const [index, source] of kit.photos.entries()) {
    const photo = await photoOf(source);
    if (photo) await zip.add(`anh-${index + 1}.jpg`, await cutPhoto(photo, kit.channel.pictures.goods));
  }
  await zip.end();
  response.send(Buffer.concat(chunks));
}

// With a byte order mark and CRLF: Notepad on an old office computer reads it too.
const textFile = ({ fields }: Kit): string =>
  `\uFEFF${fields
    .map(({ key, text }) => `${kitWords(`fields.${key}`).toUpperCase()}\n${text}\n`)
    .join('\n')
    .replaceAll('\n', '\r\n')}`;
