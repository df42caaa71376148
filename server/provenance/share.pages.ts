import { type RequestHandler, Router } from 'express';
import { isShown } from '../catalog/listings.ts';
import { findProductBySlug, listProducts } from '../catalog/products.ts';
import { readStoryPhoto } from '../catalog/story-photos.ts';
import { readCode } from '../codes.ts';
import { missing } from '../errors.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { findSellerBySlug, getSeller } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import { firstLanguage, isLanguage } from '../language.ts';
import { readImage } from '../media/images.ts';
import type { Services } from '../services.ts';
import { sharedVisit } from '../visits/visits.ts';
import { countMiss } from './guesses.ts';
import { sharedReadings } from './page-cache.ts';
import { findPassport } from './passport.ts';
import { sharePicture } from './share-picture.ts';

const tenMinutesMs = 600_000;

/** What a shared picture shows. */
interface Shared {
  product: string;
  seller: string;
  photoId: string | null;
  /** Of a photo that has no public file. */
  readPhoto?: (id: string) => Promise<{ bytes: Buffer } | null>;
}

type FindShared = (key: string, at: Date) => Promise<Shared | null>;

/** `…/anh-chia-se.jpg` under the market, a batch, a product, a seller and a page for visitors: the picture beside a shared address. */
export const sharedPictures = (services: Services): Router =>
  Router()
    .get('/anh-chia-se.jpg', sharedPicture(services, marketShared))
    .get('/t/:key/anh-chia-se.jpg', sharedPicture(services, batchShared))
    .get('/san-pham/:key/anh-chia-se.jpg', sharedPicture(services, productShared))
    .get('/ho/:key/anh-chia-se.jpg', sharedPicture(services, sellerShared))
    .get('/tham/:key/anh-chia-se.jpg', sharedPicture(services, visitShared));

/** Drawn once for all who ask within ten minutes. */
function sharedPicture({ config, now }: Services, find: FindShared): RequestHandler<{ key?: string }> {
  const pictures = sharedReadings<Buffer>({
    read: async (key) => drawPicture(key, find, now()),
    now,
    freshMs: tenMinutesMs,
    patienceMs: 5000,
    most: 100,
  });
  return async (request, response) => {
    const key = `${request.params.key?.slice(0, 80) ?? ''} ${localsOf(response).language}`;
    const picture = pictures.fresh(key) ?? (await pictures.get(key));
    if (!picture) {
      // As on the pages themselves: codes are not to be found out here either.
      await countMiss(request.ip ?? '', config.sessionSecret, now());
      throw missing('picture-not-found');
    }
    response.setHeader('Cache-Control', 'public, max-age=600');
    response.type('jpeg').send(picture.value);
  };
}

async function drawPicture(asked: string, find: FindShared, at: Date): Promise<Buffer | null> {
  const [key = '', language] = asked.split(' ');
  const shared = await find(key, at);
  if (shared === null || !isLanguage(language)) return null;
  const photo = shared.photoId ? await (shared.readPhoto ?? readImage)(shared.photoId) : null;
  const words = {
    market: sentence(language, 'common.market'),
    product: shared.product,
    seller: shared.seller,
    invitation: sentence(language, 'provenance.share.invitation'),
  };
  return sharePicture(words, photo?.bytes ?? null);
}

// What is new at the market stands for all of it.
const marketShared: FindShared = async (_key, at) => {
  const products = await listProducts({ limit: 20, shownAt: at });
  const photoId = products.find((product) => product.photoId !== null)?.photoId ?? null;
  const names = [...new Set(products.map(({ name }) => name))].slice(0, 3).join(', ');
  const market = sentence(firstLanguage, 'common.market');
  return { product: market, seller: names || market, photoId };
};

const batchShared: FindShared = async (key, at) => {
  const code = readCode(key);
  const passport = code && (await findPassport(code, at));
  return passport ? { product: passport.product.name, seller: passport.seller.name, photoId: passport.photoId } : null;
};

const productShared: FindShared = async (slug, at) => {
  const product = await findProductBySlug(slug);
  if (product === null) return null;
  const seller = await getSeller(product.sellerId);
  return isShown(product, seller, at) ? { product: product.name, seller: seller.name, photoId: product.photoId } : null;
};

const sellerShared: FindShared = async (slug, at) => {
  const seller = await findSellerBySlug(slug);
  if (seller === null || isSuspended(seller, at)) return null;
  const products = await listProducts({ sellerIds: [seller.id], limit: 20, shownAt: at });
  const photoId = products.find((product) => product.photoId !== null)?.photoId ?? null;
  return { product: seller.name, seller: seller.village, photoId };
};

const visitShared: FindShared = async (slug) => {
  const visit = await sharedVisit(slug);
  const where = sentence(firstLanguage, 'visits.title');
  return (
    visit && {
      product: visit.title.vi,
      seller: visit.village ?? where,
      photoId: visit.photoId,
      readPhoto: (id) => readStoryPhoto(id, 1280),
    }
  );
};
