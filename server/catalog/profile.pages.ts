import { Router } from 'express';
import { missing } from '../errors.ts';
import { localsOf } from '../http/locals.ts';
import { render } from '../http/views.ts';
import { type Language, pick } from '../language.ts';
import {
  findProfile,
  limitOn,
  limitsInForce,
  type Profile,
  type Stage,
  type StageLimit,
  sided,
  unitName,
} from './profiles.ts';
import { shelfLifeOf } from './shelf-life.ts';

/** `/loai-hang/{kind}`: what a kind of goods goes through, what is measured against which limit, what its label must say. */
export const profilePages = (): Router =>
  Router().get('/loai-hang/:kind', async (request, response) => {
    const { language } = localsOf(response);
    const profile = findProfile(request.params.kind);
    if (!profile) throw missing('profile-not-found');
    const [limits, shelfLife] = await Promise.all([limitsInForce(profile), shelfLifeOf(profile)]);
    const data = { ...pageOf(profile, limits, language), shelfLife };
    render(response, 'catalog/profile', data, { title: data.title });
  });

const pageOf = (profile: Profile, limits: readonly StageLimit[], language: Language) => ({
  title: pick(profile.name, language),
  picture: profile.picture,
  season: profile.season,
  shelfLifeUnsourced: profile.shelfLifeUnsourced,
  standards: profile.standards,
  label: {
    ...profile.labelContents,
    required: profile.labelContents.required.map(({ source = null, ...words }) => ({ ...words, source })),
  },
  reservedNames: profile.reservedNames,
  notes: profile.notes,
  source: profile.source,
  asOf: profile.asOf,
  stages: profile.stages.map((stage) => stageOf(stage, limits, language)),
});

const stageOf = (stage: Stage, limits: readonly StageLimit[], language: Language) => ({
  name: stage.name,
  picture: stage.picture,
  optional: stage.optional ?? false,
  makesStock: stage.makesStock,
  keyData: stage.keyData.map(({ name, needed = false }) => ({ name, needed })),
  measurements: stage.measurements.map(({ key, name, unit, usual, limitUnsourced }) => ({
    name,
    unit: pick(unitName(unit), language),
    usual: usual ?? null,
    unsourced: limitUnsourced ?? false,
    limit: sided(limitOn(limits, stage.id, key)),
  })),
});
