import { Router } from 'express';
import { daysAfter, momentOn } from '../days.ts';
import { invalid } from '../errors.ts';
import { dayOf, formatMoment } from '../format.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sentence } from '../http/messages.ts';
import { sendPrivately } from '../http/private-answer.ts';
import type { Language } from '../language.ts';
import { cardsOnASheet, cardsPdf } from '../press/cards.ts';
import type { Services } from '../services.ts';
import { requireFresh } from './accounts.ts';
import { InviteCards } from './identity.schemas.ts';
import { inviteDays, inviteHours } from './invite.ts';
import { createInvite, type Invite } from './invites.ts';
import { listMembers, type Person } from './members.ts';
import { pinAgain } from './pin-again.ts';

const who = ['cooperative'] as const;
const path = '/the-moi';

/** `/the-moi`: who has taken their invitation up, and a sheet of cards for those who come to a training. */
export const inviteCardsPages = (services: Services): Router =>
  formPage({
    path,
    who,
    schema: InviteCards,
    pinAgain,
    view: 'identity/invite-cards',
    load,
    render: (_data, { language }) => ({ title: sentence(language, 'identity.cards.title') }),
    submit: async ({ actor, body, at }, { waiting }) => {
      requireFresh(actor, at);
      const known = new Set(waiting.map(({ id }) => id));
      const chosen = Object.keys(body.people ?? {}).filter((id) => known.has(id));
      requireSome(chosen);
      return JSON.stringify({ chosen, until: untilOf(body, at) });
    },
    // The cards are nowhere but in this answer; sent twice, the second sheet is the one that counts.
    answer: async (result, context) => {
      const { chosen, until } = JSON.parse(result) as { chosen: string[]; until: string };
      await sendCards(services, context, { chosen, until: new Date(until) });
    },
  });

/** @throws invalid('mistakes') at `/people` */
function requireSome(chosen: readonly string[]): void {
  if (chosen.length === 0) throw invalid('mistakes', {}, [{ pointer: '/people', code: 'nobody-chosen' }]);
  if (chosen.length > cardsOnASheet)
    throw invalid('mistakes', {}, [{ pointer: '/people', code: 'too-many-cards', facts: { most: cardsOnASheet } }]);
}

/** @throws invalid('mistakes') at `/day` */
function untilOf({ valid, day }: { valid: 'hours' | 'day'; day?: string | undefined }, at: Date): Date {
  if (valid === 'hours') return new Date(at.getTime() + inviteHours * 3_600_000);
  if (day === undefined) throw invalid('mistakes', {}, [{ pointer: '/day', code: 'required' }]);
  if (day < dayOf(at) || day > daysAfter(dayOf(at), inviteDays))
    throw invalid('mistakes', {}, [{ pointer: '/day', code: 'invite-day-far' }]);
  return momentOn(day, '23:59');
}

async function load({ actor, at, language }: PageContext<typeof who>) {
  const people = (await listMembers(actor, at)).flatMap((member) =>
    member.people.map((person) => ({ ...person, household: member.seller.name, village: member.seller.village })),
  );
  const collator = new Intl.Collator('vi');
  const rows = people
    .filter(({ state }) => state !== 'disabled')
    .sort((a, b) => collator.compare(a.village, b.village) || collator.compare(a.name, b.name));
  const waiting = rows.filter(({ state }) => state !== 'active');
  // Those without a card yet come first; one sheet of them is chosen.
  const offered = [...waiting.filter(isNew), ...waiting.filter((one) => !isNew(one))];
  return {
    rows,
    waiting: offered.map((one) => ({ ...one, field: `people.${one.id}`, isNew: isNew(one) })),
    redeemed: rows.filter(({ state }) => state === 'active'),
    count: { redeemed: rows.length - waiting.length, all: rows.length },
    most: cardsOnASheet,
    validities: ['hours', 'day'].map((value) => ({ value, title: sentence(language, `identity.cards.${value}`) })),
    defaults: {
      valid: 'hours',
      day: dayOf(at),
      ...Object.fromEntries(
        offered
          .filter(isNew)
          .slice(0, cardsOnASheet)
          .map(({ id }) => [`people.${id}`, 'yes']),
      ),
    },
  };
}

const isNew = ({ state }: Pick<Person, 'state'>): boolean => state === 'new';

async function sendCards(
  { config }: Services,
  { actor, at, language, response }: PageContext<typeof who>,
  { chosen, until }: { chosen: readonly string[]; until: Date },
): Promise<void> {
  const invites: Invite[] = [];
  for (const id of chosen) invites.push(await createInvite(actor, id, at, until));
  const title = sentence(language, 'identity.cards.file', { day: dayOf(at) });
  const cards = invites.map((one) => cardOf(one, config.publicUrl, language));
  const bytes = await cardsPdf(cards, { design: 'invite', title, createdAt: at });
  response.setHeader('Content-Disposition', `inline; filename="the-moi-${dayOf(at)}.pdf"`);
  sendPrivately(response, { type: 'application/pdf', bytes });
}

const cardOf = ({ name, path: address, expiresAt }: Invite, origin: string, language: Language) => ({
  payload: origin + address,
  texts: {
    name,
    what: sentence(language, 'identity.cards.what'),
    until: sentence(language, 'identity.cards.until', { until: formatMoment(expiresAt) }),
  },
});
