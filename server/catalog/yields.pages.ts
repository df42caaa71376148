import { missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { sentence } from '../http/messages.ts';
import { type Language, pick } from '../language.ts';
import { writeNumber } from '../reading/numbers.ts';
import { YieldForm } from './forms.schemas.ts';
import { findProfile, type Profile, type StageYield, yieldsInForce } from './profiles.ts';
import { changeYield, getYield, yieldHistory } from './yields.ts';

/** `/gioi-han/{kind}/{stage}/con-lai`: the officer says how much a transforming stage leaves of what goes in. */
export const yieldPage = () =>
  formPage({
    path: '/gioi-han/:kind/:stage/con-lai',
    who: ['officer'],
    view: 'catalog/change-yield',
    schema: YieldForm,
    load: async ({ params }) => {
      const profile = findProfile(params.kind ?? '');
      if (!profile) throw missing('profile-not-found');
      const now = await getYield(profile, params.stage ?? '');
      return { profile, stageId: now.stage, now };
    },
    shown: async ({ at, language }, { profile, now }) => {
      return {
        kind: pick(profile.name, language),
        stage: stageName(profile, now.stage, language),
        history: (await yieldHistory(profile.kind, now.stage)).map((one) => ({ ...one, ...percents(one) })),
        defaults: {
          least: writeNumber(percent(now.least)),
          most: writeNumber(percent(now.most)),
          source: isSourced(now) ? now.source : '',
          asOf: dayOf(at),
        },
      };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'catalog.yields.title') }),
    submit: async ({ actor, body, at }, { profile, stageId }) => {
      const { least, most, source, asOf } = body;
      await changeYield(actor, profile, { stage: stageId, least: least / 100, most: most / 100, source, asOf }, at);
      return '/gioi-han';
    },
  });

/** What is expected of each transforming stage of a kind, as places to go to. */
export async function yieldRows(profile: Profile, language: Language) {
  return (await yieldsInForce(profile)).map((one) => ({
    url: `/gioi-han/${profile.kind}/${one.stage}/con-lai`,
    stage: stageName(profile, one.stage, language),
    ...percents(one),
    source: isSourced(one) ? one.source : null,
  }));
}

// What stands in a kind's file before anybody found where it comes from.
const isSourced = ({ source }: Pick<StageYield, 'source'>): boolean => source !== '[unsourced]';

const percent = (part: number): number => Math.round(part * 1000) / 10;

const percents = ({ least, most }: { least: number; most: number }) => ({ least: percent(least), most: percent(most) });

function stageName({ stages }: Profile, id: string, language: Language): string {
  const stage = stages.find((one) => one.id === id);
  return stage ? pick(stage.name, language) : id;
}
