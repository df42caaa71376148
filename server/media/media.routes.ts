import { createHash } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { invalid, tooLarge, unsupported } from '../errors.ts';
import { readMultipart } from '../http/form-data.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { once } from '../http/idempotency.ts';
import type { Services } from '../services.ts';
import { keepImage } from './images.ts';

const ImageView = z.object({ id: z.string(), url: z.string() });

// The file and the little that multipart puts around it.
const mostBytes = 12 * 1024 * 1024 + 16 * 1024;

/** `POST /media`: a photo as `multipart/form-data`, field `file`, at most 12 MB. */
export const mediaFiles = ({ now }: Services): Router =>
  Router().post('/media', requireRole(...sellers), async (request, response) => {
    const actor = actorOf(request);
    const photo = await readFile(request, response);
    const keep = async () => ({
      status: 201,
      body: ImageView.parse(await keepImage(photo, actor.sellerId ?? '', now())),
    });
    const key = request.get('idempotency-key');
    const answer = key === undefined ? await keep() : await once(repetition(key, actor, photo), keep);
    response.status(answer.status).json(answer.body);
  });

/** What OpenAPI says of it: a file is no JSON, so it is no endpoint like the others. */
export const mediaPaths = {
  '/media': {
    post: {
      operationId: 'postMedia',
      summary: 'Keep a photo (JPEG, PNG or WebP, at most 12 MB)',
      tags: ['media'],
      security: [{ session: [] }],
      'x-roles': ['household', 'cooperative'],
      requestBody: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
          },
        },
      },
      responses: {
        201: { description: 'Created', content: { 'application/json': { schema: z.toJSONSchema(ImageView) } } },
        default: { description: 'Problem: not-multipart, photo-too-large, mistakes' },
      },
    },
  },
};

async function readFile(request: Request, response: Response): Promise<Buffer> {
  if (!request.is('multipart/form-data')) throw unsupported('not-multipart');
  if (Number(request.get('content-length') ?? 0) > mostBytes) throw tooLarge('photo-too-large', { maxMegabytes: 12 });
  const { file } = await readMultipart(request, response, { file: 1 });
  const [photo] = file ?? [];
  if (!photo) throw invalid('mistakes', {}, [{ pointer: '/file', code: 'required' }]);
  return photo.bytes;
}

function repetition(key: string, { accountId }: Actor, photo: Buffer) {
  if (key.length < 16 || key.length > 255) throw invalid('idempotency-key-length', { min: 16, max: 255 });
  const fingerprint = createHash('sha256').update(photo).digest('hex');
  return { scope: `${accountId} post /media`, key, fingerprint };
}
