import { Router } from 'express';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { looksAt } from './copies.ts';

/** `/lo/{code}/luot-quet`: how often the labels of a batch were scanned, for its maker and who answers for it. */
export const looksPages = (): Router =>
  Router().get('/lo/:code/luot-quet', requireRole(...everybody), async (request, response) => {
    const { code, ...looks } = await looksAt(actorOf(request), String(request.params.code));
    const title = sentence(localsOf(response).language, 'provenance.looks.title');
    render(response, 'provenance/looks', { code, looks }, { title });
  });
