import type { Router } from 'express';
import { missing } from '../errors.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { correctEvent } from './events.ts';
import { WithdrawForm } from './forms.schemas.ts';
import { ownBatch } from './step.pages.ts';
import { staffStory } from './timeline.ts';

/** `/lo/{code}/bo/{eventId}`: a step, or a write-off, that never happened; it stays in the history, marked. */
export const withdrawalPages = (): Router =>
  formPage({
    path: '/lo/:code/bo/:eventId',
    who: sellers,
    schema: WithdrawForm,
    view: 'traceability/withdraw-step',
    load: async (context: PageContext<typeof sellers>) => {
      const batch = await ownBatch(context);
      const step = staffStory(batch).find(({ eventId }) => eventId === context.params.eventId);
      if (!step?.withdrawable) throw missing('event-not-found');
      return { code: batch.code, step: { name: step.name, occurredAt: step.occurredAt, inputs: step.inputs.length } };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'genealogy.withdraw.title') }),
    submit: async ({ actor, body, params, at, requestId }, { code }) => {
      await correctEvent(actor, code, { eventId: params.eventId ?? '', ...body, withdrawn: true, requestId }, at);
      return `/lo/${code}`;
    },
  });
