import { Router } from 'express';
import { formPage } from '../http/form-page.ts';
import { everybody } from '../http/guard.ts';
import { changePerson, personToChange } from './changing-people.ts';
import { AddPerson, NameSeller } from './identity.schemas.ts';
import { titled } from './page-parts.pages.ts';
import { formatPhone } from './phone.ts';
import { pinAgain } from './pin-again.ts';
import { earlierNamesOf, renameSeller } from './renaming.ts';
import { absentSeller, getSeller, mayLookAt } from './sellers.ts';

/** What a seller is called (`/nguoi-ban/{id}/sua`), and how a person signs in (`/thanh-vien/nguoi/{id}/sua`). */
export const changesPages = (): Router => Router().use(sellerPage()).use(personPage());

const sellerPage = () =>
  formPage({
    path: '/nguoi-ban/:id/sua',
    who: everybody,
    schema: NameSeller,
    view: 'identity/change-seller',
    load: async ({ actor, params }) => {
      const id = params.id ?? '';
      if (!(await mayLookAt(actor, id))) throw await absentSeller(id);
      const { name, village, address, isErased } = await getSeller(id);
      if (isErased) throw await absentSeller(id);
      const { line, commune, province } = address;
      return { seller: { id, name }, defaults: { name, village, line, commune, province } };
    },
    shown: async (_context, { seller }) => ({ earlier: await earlierNamesOf(seller.id) }),
    submit: async ({ actor, body, at }, { seller }) => {
      // In a village many houses have neither number nor street.
      await renameSeller(actor, seller.id, { ...body, line: body.line ?? body.village }, at);
      return `/nguoi-ban/${seller.id}`;
    },
    render: ({ seller }, { response }) => titled(response, 'change-seller.title', seller),
  });

const personPage = () =>
  formPage({
    path: '/thanh-vien/nguoi/:id/sua',
    who: everybody,
    schema: AddPerson,
    // By this number one gets in: whoever finds a phone lying open may not change it.
    pinAgain,
    view: 'identity/change-person',
    load: async ({ actor, params, at }) => {
      const { id, name, phone } = await personToChange(actor, params.id ?? '', at);
      const isOwn = id === actor.accountId;
      const defaults = { name, phone: phone === null ? '' : formatPhone(phone) };
      return { person: { id, name, isOwn }, defaults };
    },
    submit: async ({ actor, body, at }, { person }) => {
      await changePerson(actor, person.id, body, at);
      return person.isOwn ? '/ban-lam-viec' : `/thanh-vien/nguoi/${person.id}`;
    },
    render: ({ person }, { response }) => titled(response, 'change-person.title', person),
  });
