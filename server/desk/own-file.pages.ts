import { Router } from 'express';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { streamPrivately } from '../http/stream-file.ts';
import { render } from '../http/views.ts';
import type { Services } from '../services.ts';
import { nameOfFile, writeOwnFile } from './own-file.ts';
import { lastTaking } from './own-file-making.ts';
import { tablesIn } from './own-file-tables.pages.ts';
import { sellerAsked } from './seller-asked.ts';

const path = '/du-lieu-cua-toi';
const who = requireRole(...sellers);
const askedIn = (query: unknown) => query as Readonly<Record<string, string | undefined>>;

/** `/du-lieu-cua-toi`: all that a seller has here, to be taken away in one file. */
export const ownFilePages = ({ config, now }: Services): Router =>
  Router()
    .get(path, who, async (request, response) => {
      const { seller, others } = await sellerAsked(actorOf(request), askedIn(request.query));
      const data = {
        seller: { id: seller.id, name: seller.name },
        others,
        zip: `${path}.zip?nguoi-ban=${seller.id}`,
        taken: await lastTaking(seller.id),
      };
      render(response, 'desk/own-file', data, { title: sentence(localsOf(response).language, 'own-file.title') });
    })
    .get(`${path}.zip`, who, async (request, response) => {
      const actor = actorOf(request);
      const { seller } = await sellerAsked(actor, askedIn(request.query));
      const file = {
        actor,
        seller,
        at: now(),
        publicUrl: config.publicUrl,
        tables: tablesIn(localsOf(response).language),
      };
      const write = (to: (chunk: Buffer) => Promise<void>) => writeOwnFile(file, to);
      await streamPrivately(response, { name: nameOfFile(file), type: 'application/zip', write });
    });
