import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { sentence } from '../http/messages.ts';
import { sellersHelpedBy, villagesOf } from '../identity/sellers.ts';
import { TrainingButtonForm, TrainingForm } from './outreach.schemas.ts';
import { addTraining, trainingsSeenBy, withdrawTraining } from './trainings.ts';

const path = '/binh-lu-digital/tap-huan';
const who = ['cooperative', 'officer'] as const;

/** `/binh-lu-digital/tap-huan`: sessions of the group, with who came; what the commune reports as people trained. */
export const trainingsPages = (): Router => Router().use(addPage(), withdrawPage());

const addPage = () =>
  formPage({
    path,
    who,
    schema: TrainingForm,
    view: 'outreach/trainings',
    shown: async ({ actor, at }) => ({ ...(await listed(actor)), defaults: { day: dayOf(at) } }),
    render: (_data, { language }) => ({ title: sentence(language, 'outreach.training.title') }),
    submit: async ({ actor, body, at, requestId }) => {
      const { came = {}, others = 0, ...rest } = body;
      await addTraining(actor, { ...rest, others, sellerIds: Object.keys(came) }, { requestId, today: dayOf(at) }, at);
      return path;
    },
  });

const withdrawPage = () =>
  formPage({
    path: `${path}/bo`,
    who,
    get: false,
    schema: TrainingButtonForm,
    view: 'outreach/trainings',
    shown: ({ actor }) => listed(actor),
    render: (_data, { language }) => ({ title: sentence(language, 'outreach.training.title') }),
    submit: async ({ actor, body, at }) => {
      await withdrawTraining(actor, body.training, at);
      return path;
    },
  });

async function listed(actor: Actor) {
  const [sellers, trainings] = await Promise.all([sellersHelpedBy(actor), trainingsSeenBy(actor)]);
  const names = new Map(sellers.map(({ id, name }) => [id, name]));
  return {
    villages: villagesOf(sellers).map((name) => ({
      name,
      sellers: sellers
        .filter(({ village }) => village === name)
        .map((one) => ({ field: `came.${one.id}`, name: one.name })),
    })),
    trainings: trainings.map(({ sellerIds, ...training }) => ({
      ...training,
      names: sellerIds
        .map((id) => names.get(id) ?? '')
        .filter(Boolean)
        .join(', '),
    })),
  };
}
