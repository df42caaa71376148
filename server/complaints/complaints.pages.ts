import { type Response, Router } from 'express';
import { z } from 'zod';
import { emptyForm } from '../http/empty-form.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { networkKey } from '../network.ts';
import type { Services } from '../services.ts';
import { casePages } from './case.pages.ts';
import type { ComplaintRecord } from './complaint.ts';
import { ComplaintForm, Contact, LookUpForm, TakeFurtherForm } from './complaints.schemas.ts';
import { getOwnComplaint, receiptOf, takeFurther } from './complaints.ts';
import { calendarEndIn, deadlinesIn, workingTimeIn } from './deadlines.pages.ts';
import { publicKinds } from './kinds.ts';
import { fileTyped } from './typed-complaint.ts';
import { calendarSource } from './working-time.ts';

type Asking = Pick<PageContext<'anyone'>, 'request' | 'response' | 'at'>;

/** Where everybody complains and sees what came of it, and the desk behind it. */
export function complaintsPages(services: Services): Router {
  const senderOf = ({ request }: Pick<Asking, 'request'>) =>
    networkKey('complaint', request.ip ?? '', services.config.sessionSecret);
  return Router().use(filing(senderOf), lookUp(senderOf), further(senderOf), casePages());
}

type SenderOf = (asking: Pick<Asking, 'request'>) => string;

const filing = (senderOf: SenderOf): Router =>
  formPage({
    path: '/khieu-nai',
    who: 'anyone',
    schema: ComplaintForm,
    photos: { photo: 3 },
    view: 'complaints/complain',
    shown: async ({ query, language }) => ({
      kinds: publicKinds.map((kind) => ({ value: kind.id, title: sentence(language, `complaints.kinds.${kind.id}`) })),
      deadlines: deadlinesIn(language),
      workingTime: workingTimeIn(language),
      calendarAsOf: calendarSource.asOf,
      calendarEnd: calendarEndIn(language),
      defaults: {
        kind: query.loai?.slice(0, 40),
        orderNumber: query.don?.slice(0, 20) ?? '',
        batchCode: query.lo?.slice(0, 40) ?? '',
      },
    }),
    submit: async ({ body, files, request, at, requestId }) => {
      const photos = files.photo?.map(({ bytes }) => bytes) ?? [];
      const how = { channel: 'web' as const, sender: senderOf({ request }), requestId, photos };
      return (await fileTyped(body, how, at)).code;
    },
    // Shown once: a code in an address would stand in the history of a shared phone.
    answer: async (code, { response, language }) => {
      const { kind, respondBy, settleBy } = await receiptOf(code);
      const data = { code, kindName: sentence(language, `complaints.kinds.${kind}`), respondBy, settleBy };
      render(response, 'complaints/receipt', data, { title: sentence(language, 'complaints.receipt.title') });
    },
    render: (_data, { language }) => ({ title: sentence(language, 'complaints.title') }),
  });

const lookUp = (senderOf: SenderOf): Router =>
  formPage({
    path: '/khieu-nai/tra-cuu',
    who: 'anyone',
    schema: LookUpForm,
    view: 'complaints/look-up',
    shown: async ({ query }) => ({ defaults: { code: query.ma?.slice(0, 40) ?? '' } }),
    submit: async ({ body, request, at }) =>
      (await getOwnComplaint({ ...body, sender: senderOf({ request }) }, at)).code,
    answer: (code, context) => showOwn(senderOf, context, code),
    render: (_data, { language }) => ({ title: sentence(language, 'complaints.look-up.title') }),
  });

const further = (senderOf: SenderOf): Router =>
  formPage({
    path: '/khieu-nai/len-cap',
    who: 'anyone',
    get: false,
    schema: TakeFurtherForm,
    view: 'complaints/look-up',
    submit: async ({ body: { code, contact, text }, request, at }) => {
      return (await takeFurther({ code, contact, sender: senderOf({ request }) }, text, at)).code;
    },
    answer: (code, context) => showOwn(senderOf, context, code),
    render: (_data, { language }) => ({ title: sentence(language, 'complaints.look-up.title') }),
  });

// What is remembered of a form is its code alone; the contact comes with each look.
async function showOwn(senderOf: SenderOf, { request, response, at }: Asking, code: string): Promise<void> {
  const { contact } = z.object({ contact: Contact }).parse(request.body);
  const record = await getOwnComplaint({ code, contact, sender: senderOf({ request }) }, at);
  response.setHeader('Cache-Control', 'private, no-store');
  showComplaint(response, record, contact);
}

function showComplaint(response: Response, record: ComplaintRecord, contact: string): void {
  const { code, kind, state, level, outcome, receivedAt, respondBy, settleBy, answeredAt, settledAt, steps, first } =
    record;
  const form = emptyForm(response);
  const complaint = {
    code,
    kind,
    state,
    outcome,
    receivedAt,
    respondBy,
    settleBy,
    answeredAt,
    settledAt,
    steps,
    firstOutcome: first?.outcome ?? null,
  };
  const mayGoFurther = state === 'settled' && level === 1;
  render(response, 'complaints/own', { complaint, contact, mayGoFurther, form }, { title: code });
}
