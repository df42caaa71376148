import { Router } from 'express';
import { z } from 'zod';
import { momentOn } from '../days.ts';
import { dayOf } from '../format.ts';
import { day, lines } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { type BreachRecord, breachRules, entryKinds, harms } from './breach.ts';
import { addToBreach, getBreach, isUntold, listBreaches, writeBreach } from './breaches.ts';

const path = '/su-co-du-lieu';
const who = ['officer'] as const;

const BreachForm = z
  .strictObject({
    day,
    time: z.string().regex(/^([01]?\d|2[0-3])[:h]([0-5]\d)$/, 'not-a-time'),
    what: lines(4000),
    data: lines(2000),
    whom: lines(2000),
    harm: z.enum(harms, 'required'),
    done: lines(4000).optional(),
  })
  .transform(({ day: on, time, done = '', ...rest }) => ({
    ...rest,
    done,
    discoveredAt: momentOn(on, withColon(time)),
  }));

// `8h30`, as many write it.
const withColon = (time: string): string => time.replace('h', ':').padStart(5, '0');

const EntryForm = z.strictObject({ kind: z.enum(entryKinds, 'required'), text: lines(4000) });

/** `/su-co-du-lieu…`: the officer's sheets of breaches, with the hours until the authority has to know; to be printed and kept. */
export const breachPages = (): Router => Router().use(listOfAll(), writing(), oneSheet());

const listOfAll = (): Router =>
  Router().get(path, requireRole(...who), async (request, response) => {
    const { language, services } = localsOf(response);
    const at = services.now();
    const rows = (await listBreaches(actorOf(request))).map((one) => shown(one, at));
    render(response, 'privacy/breaches', { rows, ...breachRules }, { title: sentence(language, 'breach.title') });
  });

const shown = (record: BreachRecord, at: Date) => ({
  url: `${path}/${record._id.toHexString()}`,
  what: record.what,
  data: record.data,
  whom: record.whom,
  done: record.done,
  harm: `breach.harm.${record.harm}`,
  discoveredAt: record.discoveredAt,
  tellBy: record.tellBy,
  by: record.by,
  at: record.at,
  untold: isUntold(record),
  late: isUntold(record) && record.tellBy < at,
  entries: record.entries.map((one) => ({ ...one, kind: `breach.kind.${one.kind}` })),
});

const writing = (): Router =>
  formPage({
    path: `${path}/moi`,
    who,
    schema: BreachForm,
    view: 'privacy/breach-new',
    shown: ({ language, at }) =>
      Promise.resolve({
        ...breachRules,
        harms: harms.map((value) => ({
          value,
          title: sentence(language, `breach.harm.${value}`),
          hint: sentence(language, `breach.harm-hint.${value}`, breachRules),
        })),
        defaults: { day: dayOf(at) },
      }),
    submit: async ({ actor, body, at, requestId }) => `${path}/${await writeBreach(actor, body, { at, requestId })}`,
    render: (_data, { language }) => ({ title: sentence(language, 'breach.new') }),
  });

const oneSheet = (): Router =>
  formPage({
    path: `${path}/:id`,
    who,
    schema: EntryForm,
    view: 'privacy/breach',
    shown: async ({ actor, params, language, at }) => ({
      sheet: shown(await getBreach(actor, params.id ?? ''), at),
      ...breachRules,
      kinds: entryKinds.map((value) => ({ value, title: sentence(language, `breach.kind.${value}`), hint: null })),
    }),
    submit: async ({ actor, body, at, params }) => {
      await addToBreach(actor, params.id ?? '', body, at);
      return `${path}/${params.id}`;
    },
    render: (_data, { language }) => ({ title: sentence(language, 'breach.sheet') }),
  });
