import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { holdsWords } from '../fold.ts';
import { dayOf } from '../format.ts';
import { emptyForm } from '../http/empty-form.ts';
import { nothing } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { listPage } from '../http/list-page.ts';
import type { Listing } from '../http/listing.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import type { Language } from '../language.ts';
import type { Services } from '../services.ts';
import type { Cell } from '../tables.ts';
import { requireFresh } from './accounts.ts';
import { AddMember, AddPerson } from './identity.schemas.ts';
import type { Member, Person } from './members.ts';
import { addMember, addPerson, disablePerson, endSessionsOf, getMember, getPerson, listMembers } from './members.ts';
import { officersPages } from './officers.pages.ts';
import { titled } from './page-parts.pages.ts';
import { showPerson } from './person-view.ts';
import { formatPhone } from './phone.ts';
import { pinAgain } from './pin-again.ts';
import { listSellers } from './sellers.ts';

const staff = ['cooperative', 'officer'] as const;

/** `/thanh-vien`: a cooperative's households, an officer's cooperatives and single households, and who signs in for them. */
export const membersPages = (services: Services): Router =>
  Router()
    .use(membersList())
    .use(officersPages())
    .use(addMemberPage())
    .use(memberPage(services))
    .use(addPersonPage())
    .use(personPage(services))
    .use(personAction('ngat', endSessionsOf))
    .use(personAction('khoa', disablePerson));

const listing: Listing = { path: '/thanh-vien', file: 'thanh-vien', search: true };

const membersList = (): Router =>
  listPage<Member>({
    listing,
    who: staff,
    view: 'identity/members',
    aPage: 50,
    find: async ({ actor, asked, at }, { limit, after }) => {
      const members = (await listMembers(actor, at)).filter((one) => holdsWords(namesOf(one), asked.words));
      const seen = members.findIndex(({ seller }) => seller.id === after) + 1;
      return members.slice(seen, seen + limit);
    },
    nameOf: ({ seller }) => seller.id,
    shown: async ({ actor }, members) => ({
      ofOfficer: actor.role === 'officer',
      members: members.map(({ seller, people }) => ({
        seller,
        people: people.map(showPerson),
        guessed: people.some(({ guessedAt }) => guessedAt !== null),
      })),
    }),
    columns: ['name', 'village', 'people', 'seen'].map((column) => `identity.members.column.${column}`),
    lines: async (_context, members) =>
      members.map(({ seller, people }) => [
        seller.name,
        seller.village,
        people.map(({ name }) => name).join('; '),
        lastDay(people),
      ]),
    render: ({ language }) => ({ title: sentence(language, 'identity.members.title') }),
  });

const namesOf = ({ seller, people }: Member): string =>
  [seller.name, seller.village, ...people.flatMap(({ name, phone }) => [name, phone ? formatPhone(phone) : ''])].join(
    ' ',
  );

function lastDay(people: readonly Person[]): Cell {
  const last = people
    .flatMap(({ lastSeenAt }) => (lastSeenAt ? [dayOf(lastSeenAt)] : []))
    .sort()
    .at(-1);
  return last === undefined ? '' : { day: last };
}

const memberPage = ({ now }: Services): Router =>
  Router().get('/thanh-vien/:id', requireRole(...staff), async (request, response) => {
    const { seller, people } = await getMember(actorOf(request), String(request.params.id), now());
    render(response, 'identity/member', { seller, people: people.map(showPerson) }, { title: seller.name });
  });

const personPage = ({ now }: Services): Router =>
  Router().get('/thanh-vien/nguoi/:id', requireRole(...staff), async (request, response) => {
    const actor = actorOf(request);
    const person = await getPerson(actor, String(request.params.id), now());
    const form = { ...emptyForm(response), pin: await pinAgain.question(actor, now()) };
    const isMe = person.id === actor.accountId;
    render(response, 'identity/person', { person: showPerson(person), isMe, form }, { title: person.name });
  });

const addMemberPage = () =>
  formPage({
    path: '/thanh-vien/moi',
    who: staff,
    schema: AddMember,
    view: 'identity/add-member',
    shown: async ({ actor, language }) => ({
      ofOfficer: actor.role === 'officer',
      defaults: { commune: 'Bình Lư', province: 'Lai Châu', kind: 'household' },
      ...(actor.role === 'officer' && { kinds: kindsOf(language), cooperatives: await cooperatives() }),
    }),
    submit: async ({ actor, body, at }) => {
      // In a village many houses have neither number nor street.
      const { line, commune, province, people = null, cooperativeId = null, ...rest } = body;
      const wanted = { ...rest, people, cooperativeId, address: { line: line ?? rest.village, commune, province } };
      return `/thanh-vien/${(await addMember(actor, wanted, at)).id}/nguoi`;
    },
    render: (_data, { response }) => titled(response, 'add-member.title'),
  });

const kindsOf = (language: Language) =>
  (['household', 'cooperative'] as const).map((value) => ({
    value,
    title: sentence(language, `identity.add-member.kind.${value}`),
  }));

const cooperatives = async () =>
  (await listSellers())
    .filter(({ kind }) => kind === 'cooperative')
    .map(({ id, name }) => ({ value: id, title: name }));

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
    load: async ({ actor, params, at }) => ({ person: showPerson(await getPerson(actor, params.id ?? '', at)) }),
    submit: async ({ actor, at }, { person }) => {
      requireFresh(actor, at);
      await act(actor, person.id, at);
      return `/thanh-vien/nguoi/${person.id}`;
    },
    render: ({ person }) => ({ title: person.name }),
  });
