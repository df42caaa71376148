import { Router } from 'express';
import { dayOf } from '../format.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import type { Services } from '../services.ts';
import { alertsFor } from './alerts.ts';

/** `/sap-het-han`: goods and certificates that end soon or have ended. */
export const alertPages = ({ now }: Services): Router =>
  Router().get('/sap-het-han', requireRole(...everybody), async (request, response) => {
    const actor = actorOf(request);
    const alerts = await alertsFor(actor, dayOf(now()));
    const title = sentence(localsOf(response).language, 'quality.alerts.title');
    render(response, 'desk/alerts', { alerts, several: actor.role !== 'household' }, { title });
  });
