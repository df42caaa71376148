import { Router } from 'express';
import { forbidden } from '../errors.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { streamPrivately } from '../http/stream-file.ts';
import { render } from '../http/views.ts';
import type { Services } from '../services.ts';
import { getBatch } from '../traceability/batches.ts';
import { batchFile, mayTakeFile } from './batch-file.ts';
import { takingsOf } from './file-taking.ts';

const path = '/lo/:code/ho-so';
const who = requireRole('household', 'cooperative', 'officer');

/** `/lo/{code}/ho-so`: the whole file of a batch for an authority, in one download; who took it and when is kept. */
export const batchFilePages = ({ config, now }: Services): Router =>
  Router()
    .get(path, who, async (request, response) => {
      const actor = actorOf(request);
      const { code, lot } = await getBatch(actor, String(request.params.code));
      if (!mayTakeFile(actor)) throw forbidden('file-not-yours');
      const title = sentence(localsOf(response).language, 'desk.batch-file.title');
      render(response, 'desk/batch-file', { code, lot, takings: await takingsOf(code) }, { title });
    })
    .get(`${path}.zip`, who, async (request, response) => {
      const file = await batchFile(actorOf(request), String(request.params.code), now(), config.publicUrl);
      await streamPrivately(response, { ...file, type: 'application/zip' });
    });
