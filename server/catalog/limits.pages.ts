import { Router } from 'express';
import { missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { type Language, pick } from '../language.ts';
import { writeNumber } from '../reading/numbers.ts';
import { ChangeLimitForm, ShelfLifeForm } from './forms.schemas.ts';
import { changeLimit, getMeasurement, limitHistory, limitOn, limitsInForce, sided } from './limits.ts';
import { findProfile, listProfiles, type Profile, unitName } from './profiles.ts';
import { changeShelfLife, shelfLifeOf } from './shelf-life.ts';
import { yieldPage, yieldRows } from './yields.pages.ts';

/** `/gioi-han…`: the officer reads the limits of all kinds of goods and changes one, from today on. */
export const limitsPages = (): Router =>
  Router().use(listPage()).use(yieldPage()).use(changePage()).use(shelfLifePage());

const listPage = (): Router =>
  Router().get('/gioi-han', requireRole('officer'), async (_request, response) => {
    const { language } = localsOf(response);
    const kinds = await Promise.all(listProfiles().map((profile) => kindRows(profile, language)));
    render(response, 'catalog/limits', { kinds }, { title: sentence(language, 'catalog.limits.title') });
  });

const changePage = () =>
  formPage({
    path: '/gioi-han/:kind/:stage/:key',
    who: ['officer'],
    view: 'catalog/change-limit',
    schema: ChangeLimitForm,
    load: ({ params: { kind = '', stage = '', key = '' } }) => {
      const profile = findProfile(kind);
      if (!profile) throw missing('measurement-not-found');
      return Promise.resolve({ place: { profile, stage, key }, measurement: getMeasurement(profile, stage, key) });
    },
    shown: async ({ at, language }, { place: { profile, stage, key }, measurement }) => {
      const limit = limitOn(await limitsInForce(profile), stage, key);
      return {
        title: pick(measurement.name, language),
        kind: pick(profile.name, language),
        unit: pick(unitName(measurement.unit), language),
        history: (await limitHistory(profile.kind, stage, key)).map((one) => ({ ...one, limit: sided(one.limit) })),
        defaults: { min: shown(limit?.min), max: shown(limit?.max), source: limit?.source ?? '', asOf: dayOf(at) },
      };
    },
    render: ({ title }) => ({ title }),
    submit: async ({ actor, body, at }, { place: { profile, stage, key } }) => {
      await changeLimit(actor, profile, { ...body, stage, key }, at);
      return '/gioi-han';
    },
  });

const shelfLifePage = () =>
  formPage({
    path: '/gioi-han/:kind/han-su-dung',
    who: ['officer'],
    view: 'catalog/change-shelf-life',
    schema: ShelfLifeForm,
    load: ({ params }) => {
      const profile = findProfile(params.kind ?? '');
      if (!profile) throw missing('profile-not-found');
      return Promise.resolve({ profile });
    },
    shown: async ({ at, language }, { profile }) => {
      const now = await shelfLifeOf(profile);
      const defaults = { days: now ? String(now.days) : '', source: now?.source ?? '', asOf: dayOf(at) };
      return { kind: pick(profile.name, language), defaults };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'kinds.shelf-life') }),
    submit: async ({ actor, body, at }, { profile }) => {
      await changeShelfLife(actor, profile, body, at);
      return '/gioi-han';
    },
  });

async function kindRows(profile: Profile, language: Language) {
  const limits = await limitsInForce(profile);
  const rows = profile.stages.flatMap((stage) =>
    stage.measurements.map(({ key, name, unit }) => ({
      url: `/gioi-han/${profile.kind}/${stage.id}/${key}`,
      title: pick(name, language),
      stage: pick(stage.name, language),
      unit: pick(unitName(unit), language),
      limit: sided(limitOn(limits, stage.id, key)),
    })),
  );
  const { kind } = profile;
  const shelfLife = { url: `/gioi-han/${kind}/han-su-dung`, now: await shelfLifeOf(profile) };
  const yields = await yieldRows(profile, language);
  return { title: pick(profile.name, language), url: `/loai-hang/${kind}`, shelfLife, yields, rows };
}

const shown = (value: number | undefined): string => (value === undefined ? '' : writeNumber(value));
