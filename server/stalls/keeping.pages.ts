import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { formPage } from '../http/form-page.ts';
import { everybody, requireRole, sellers } from '../http/guard.ts';
import { render } from '../http/views.ts';
import { sellersActedFor } from '../identity/sellers.ts';
import { codeIn } from './photographed-code.ts';
import { CodeForm, SetStall } from './stalls.schemas.ts';
import { getOwnStall, getSeenStall, listStalls, type Stall, setStall } from './stalls.ts';
import { judgeStand, noteCheck } from './stands.ts';

/** What a stall's people write down of it, and the looks at its stand: theirs, and an officer's round over all stands. */
export const keepingPages = (): Router => Router().use(settings(), stand(), round());

const settings = (): Router =>
  formPage({
    path: '/quay/:slug/sua',
    who: sellers,
    schema: SetStall,
    view: 'stalls/settings',
    load: async ({ actor, params }) => ({ stall: await getOwnStall(actor, { slug: params.slug ?? '' }) }),
    shown: async ({ actor }, { stall }, typed) => {
      const ticks = await ticksOf(actor, stall);
      return { ...ticks, defaults: Object.keys(typed).length === 0 ? offered(stall, ticks) : {} };
    },
    submit: async ({ actor, body: { place, days, hours, guestIds } }, { stall }) => {
      const places = place === undefined ? [] : [{ place, days, hours: hours ?? null }];
      await setStall(actor, stall, { places, guestIds });
      return `/quay/${stall.slug}`;
    },
  });

const weekdays = [1, 2, 3, 4, 5, 6, 7];

async function ticksOf(actor: Actor, stall: Stall) {
  const others = (await sellersActedFor(actor)).filter(({ id }) => id !== stall.id);
  return {
    days: weekdays.map((day, index) => ({ field: `days.${index}`, value: String(day) })),
    guests: others.map(({ id, name }, index) => ({ field: `guestIds.${index}`, value: id, name })),
  };
}

/** What is ticked and written already. A box that somebody cleared sends nothing, so a form that comes back offers nothing. */
function offered(stall: Stall, { days, guests }: Awaited<ReturnType<typeof ticksOf>>) {
  const [first] = stall.places;
  const chosen = [...(first?.days ?? []).map(String), ...stall.guestIds];
  const ticks = [...days, ...guests].filter(({ value }) => chosen.includes(value));
  return {
    place: first?.place,
    hours: first?.hours,
    ...Object.fromEntries(ticks.map(({ field, value }) => [field, value])),
  };
}

/** Is this stand mine? Whoever looks is told where the code leads; the officer's look is ticked on the round. */
const stand = (): Router =>
  formPage({
    path: '/quay/:slug/kiem-tra',
    who: everybody,
    schema: CodeForm,
    photos: { photo: 1 },
    view: 'stalls/stand',
    load: async ({ actor, params }) => ({ stall: await getSeenStall(actor, { slug: params.slug ?? '' }) }),
    shown: async ({ actor, query, at }, { stall }) => ({
      asked: query.ma !== undefined,
      judged: query.ma ? await judgeStand(stall, query.ma, at) : null,
      isOfficer: actor.role === 'officer',
    }),
    submit: async ({ actor, body, files, at }, { stall }) => {
      const text = await codeIn(body.code, files);
      const judged = await judgeStand(stall, text, at);
      if (judged) await noteCheck(actor, stall, judged, at);
      return `/quay/${stall.slug}/kiem-tra?${new URLSearchParams({ ma: text.slice(0, 512) }).toString()}`;
    },
  });

const round = (): Router =>
  Router().get('/kiem-tra-quay', requireRole('officer'), async (_request, response) => {
    const stalls = await listStalls();
    render(response, 'stalls/round', {
      stalls: stalls.map(({ slug, name, seller, checked }) => ({ slug, name, village: seller.village, checked })),
      left: stalls.filter(({ checked }) => checked === null).length,
    });
  });
