import { createHash } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { tooLarge } from '../errors.ts';
import { answerMade, filePath } from '../http/file-post.ts';
import { readMultipart, requireMultipart, theFile } from '../http/form-data.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import type { Services } from '../services.ts';
import { keepImage } from './images.ts';

const path = '/media';

const ImageView = z.object({ id: z.string(), url: z.string() });

// The file and the little that multipart puts around it.
const mostBytes = 12 * 1024 * 1024 + 16 * 1024;

/** `POST /media`: a photo as `multipart/form-data`, field `file`, at most 12 MB. */
export const mediaFiles = ({ now }: Services): Router =>
  Router().post(path, requireRole(...sellers), async (request, response) => {
    const actor = actorOf(request);
    const photo = await readFile(request, response);
    const keep = async () => ImageView.parse(await keepImage(photo, actor.sellerId ?? '', now()));
    const fingerprint = createHash('sha256').update(photo).digest('hex');
    await answerMade(request, response, { path, fingerprint }, keep);
  });

/** What OpenAPI says of it. */
export const mediaPaths = filePath({
  path,
  summary: 'Keep a photo (JPEG, PNG or WebP, at most 12 MB)',
  tag: 'media',
  who: sellers,
  answer: z.toJSONSchema(ImageView),
  problems: ['not-multipart', 'photo-too-large', 'mistakes'],
});

async function readFile(request: Request, response: Response): Promise<Buffer> {
  requireMultipart(request);
  if (Number(request.get('content-length') ?? 0) > mostBytes) throw tooLarge('photo-too-large', { maxMegabytes: 12 });
  return theFile(await readMultipart(request, response, { file: 1 })).bytes;
}
