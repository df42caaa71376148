import type { RequestHandler } from 'express';
import { readCode } from '../codes.ts';
import { missing } from '../errors.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { isLanguage } from '../language.ts';
import { readImage } from '../media/images.ts';
import type { Services } from '../services.ts';
import { sharedReadings } from './kept-pages.ts';
import { findPassport } from './passport.ts';
import { sharePicture } from './share-picture.ts';

const tenMinutesMs = 600_000;

/** `/t/{code}/anh-chia-se.jpg`: the picture beside a shared address. Drawn once for all who ask within ten minutes. */
export function sharedPicture({ now }: Services): RequestHandler<{ code: string }> {
  const pictures = sharedReadings<Buffer>({
    read: async (key) => drawPicture(key, now()),
    now,
    freshMs: tenMinutesMs,
    patienceMs: 5000,
    most: 100,
  });
  return async (request, response) => {
    const code = readCode(request.params.code);
    const key = `${code} ${localsOf(response).language}`;
    const picture = code && (pictures.fresh(key) ?? (await pictures.get(key)));
    if (!picture) throw missing('code-unknown');
    response.setHeader('Cache-Control', 'public, max-age=600');
    response.type('jpeg').send(picture.value);
  };
}

async function drawPicture(key: string, at: Date): Promise<Buffer | null> {
  const [code = '', language] = key.split(' ');
  const passport = await findPassport(code, at);
  if (passport === null || !isLanguage(language)) return null;
  const photo = passport.photoId ? await readImage(passport.photoId) : null;
  const words = {
    market: sentence(language, 'common.market'),
    product: passport.product.name,
    seller: passport.seller.name,
    invitation: sentence(language, 'provenance.share.invitation'),
  };
  return sharePicture(words, photo?.bytes ?? null);
}
