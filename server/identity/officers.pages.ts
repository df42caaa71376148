import { Router } from 'express';
import { formPage } from '../http/form-page.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { render } from '../http/views.ts';
import { AddOfficer } from './identity.schemas.ts';
import { addOfficer, listOfficers } from './officers.ts';
import { titled } from './page-parts.pages.ts';
import { showPerson } from './person-view.ts';
import { pinAgain } from './pin-again.ts';

/** `/can-bo`: the commune's officers; one takes in the next. */
export const officersPages = (): Router => Router().use(addPage()).use(listPage());

const listPage = (): Router =>
  Router().get('/can-bo', requireRole('officer'), async (request, response) => {
    const { accountId } = actorOf(request);
    const officers = await listOfficers(localsOf(response).services.now());
    const rows = officers.map((one) => ({ ...showPerson(one), isMe: one.id === accountId }));
    render(response, 'identity/officers', { officers: rows }, titled(response, 'officers.title'));
  });

const addPage = () =>
  formPage({
    path: '/can-bo/moi',
    who: ['officer'],
    schema: AddOfficer,
    pinAgain,
    view: 'identity/add-officer',
    submit: async ({ body, at }) => `/moi-nguoi/${(await addOfficer(body.name, at)).id}`,
    render: (_data, { response }) => titled(response, 'officers.add'),
  });
