import { Router } from 'express';
import { missing } from '../errors.ts';
import { readImage } from './images.ts';

/** `/anh/{id}-{width}.webp`: a photo's bytes never change under an address, so browsers and proxies keep them for a year. */
export const mediaPages = (): Router =>
  Router().get('/anh/:id-:width.webp', async (request, response) => {
    const image = await readImage(request.params.id, Number(request.params.width));
    if (!image) throw missing('image-not-found');
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.type(image.type).send(image.bytes);
  });
