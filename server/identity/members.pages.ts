import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { nothing } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { render } from '../http/views.ts';
import type { Services } from '../services.ts';
import { requireFresh } from './accounts.ts';
import { AddMember, AddPerson } from './identity.schemas.ts';
import type { Person } from './members.ts';
import { addMember, addPerson, disablePerson, endSessionsOf, getMember, getPerson, listMembers } from './members.ts';
import { emptyForm, titled } from './page-parts.pages.ts';
import { formatPhone } from './phone.ts';
import { pinAgain } from './pin-again.ts';

const staff = ['cooperative', 'officer'] as const;

/** `/thanh-vien`: a cooperative's households, an officer's cooperatives, and who signs in for them. */
export const membersPages = (services: Services): Router =>
  Router()
    .use(listPage(services))
    .use(addMemberPage())
    .use(memberPage(services))
    .use(addPersonPage())
    .use(personPage(services))
    .use(personAction('ngat', endSessionsOf))
    .use(personAction('khoa', disablePerson));

const listPage = ({ now }: Services): Router =>
  Router().get('/thanh-vien', requireRole(...staff), async (request, response) => {
    const actor = actorOf(request);
    const members = await listMembers(actor, now());
    const rows = members.map(({ seller, people }) => ({
      seller,
      people: people.map(show),
      guessed: people.some(({ guessedAt }) => guessedAt !== null),
    }));
    render(
      response,
      'identity/members',
      { members: rows, ofOfficer: actor.role === 'officer' },
      titled(response, 'members.title'),
    );
  });

const memberPage = ({ now }: Services): Router =>
  Router().get('/thanh-vien/:id', requireRole(...staff), async (request, response) => {
    const { seller, people } = await getMember(actorOf(request), String(request.params.id), now());
    render(response, 'identity/member', { seller, people: people.map(show) }, { title: seller.name });
  });

const personPage = ({ now }: Services): Router =>
  Router().get('/thanh-vien/nguoi/:id', requireRole(...staff), async (request, response) => {
    const actor = actorOf(request);
    const person = await getPerson(actor, String(request.params.id), now());
    const form = { ...emptyForm(response), pin: await pinAgain.question(actor, now()) };
    render(response, 'identity/person', { person: show(person), form }, { title: person.name });
  });

const addMemberPage = () =>
  formPage({
    path: '/thanh-vien/moi',
    who: staff,
    schema: AddMember,
    view: 'identity/add-member',
    shown: async ({ actor }) => ({
      ofOfficer: actor.role === 'officer',
      defaults: { commune: 'Bình Lư', province: 'Lai Châu' },
    }),
    submit: async ({ actor, body, at }) => {
      const { line, commune, province, people, ...rest } = body;
      const wanted = { ...rest, people: people ?? null, address: { line, commune, province } };
      return `/thanh-vien/${(await addMember(actor, wanted, at)).id}/nguoi`;
    },
    render: (_data, { response }) => titled(response, 'add-member.title'),
  });

const addPersonPage = () =>
  formPage({
    path: '/thanh-vien/:id/nguoi',
    who: staff,
    schema: AddPerson,
    view: 'identity/add-person',
    load: async ({ actor, params, at }) => ({ seller: (await getMember(actor, params.id ?? '', at)).seller }),
    submit: async ({ actor, body, at }, { seller }) => `/moi-nguoi/${(await addPerson(actor, seller.id, body, at)).id}`,
    render: ({ seller }, { response }) => titled(response, 'add-person.for', seller),
  });

/** A button on a person's page that changes what the person can do. */
const personAction = (name: string, act: (actor: Actor, accountId: string, at: Date) => Promise<void>) =>
  formPage({
    path: `/thanh-vien/nguoi/:id/${name}`,
    who: staff,
    schema: nothing,
    pinAgain,
    view: 'identity/person',
    get: false,
    load: async ({ actor, params, at }) => ({ person: show(await getPerson(actor, params.id ?? '', at)) }),
    submit: async ({ actor, at }, { person }) => {
      requireFresh(actor, at);
      await act(actor, person.id, at);
      return `/thanh-vien/nguoi/${person.id}`;
    },
    render: ({ person }) => ({ title: person.name }),
  });

const looks: Partial<Record<Person['state'], 'done' | 'wait' | 'stop'>> = {
  active: 'done',
  invited: 'wait',
  disabled: 'stop',
};

const show = (person: Person) => ({
  ...person,
  phone: person.phone === null ? null : formatPhone(person.phone),
  look: looks[person.state] ?? null,
  isDisabled: person.state === 'disabled',
});
