import { type RequestHandler, Router } from 'express';
import type { Actor } from '../actor.ts';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { render } from '../http/views.ts';
import { formatPhone } from '../identity/phone.ts';
import { findSellers } from '../identity/sellers.ts';
import type { Language } from '../language.ts';
import { lookup } from '../lookup.ts';
import { listComplaints } from './cases.ts';
import { type ComplaintRecord, openStates, outcomes } from './complaint.ts';
import { ComplaintForm, SpeakForm } from './complaints.schemas.ts';
import { getComplaint, isPartyTo, mayPutOff, maySettle, photoOfComplaint, speak } from './complaints.ts';
import { figuresOf, figuresTable } from './figures.ts';
import { complaintKinds } from './kinds.ts';
import { fileTyped } from './typed-complaint.ts';

const aPage = 30;

/** The desk of complaints: what is due, one case whole, one typed in by the officer, the year's figures. */
export function casePages(): Router {
  const router = Router();
  router.get('/khieu-nai/ho-so', requireRole(...everybody), list);
  for (const ending of tableEndings) {
    router.get(`/khieu-nai/so-lieu.${ending}`, requireRole('officer'), async (request, response) => {
      const { language, services } = localsOf(response);
      const year = yearOf(request.query.nam, services.now());
      const say = (key: string) => sentence(language, `complaints.${key}`);
      await sendTable(response, ending, `khieu-nai-${year}`, figuresTable(await figuresOf(year), say));
    });
  }
  router.get('/khieu-nai/ho-so/:code/anh-:place-:width.webp', requireRole('cooperative', 'officer'), photo);
  return router.use(typing(), oneCase());
}

const list: RequestHandler = async (request, response) => {
  const actor = actorOf(request);
  const { services, language } = localsOf(response);
  const { xem, tim, trang } = request.query;
  const done = xem === 'xong';
  const search = typeof tim === 'string' && tim.trim() !== '' ? tim.slice(0, 80) : undefined;
  const page = Math.max(1, Math.min(1000, Number(trang) || 1));
  const asked = {
    list: done ? ('done' as const) : ('open' as const),
    search,
    skip: (page - 1) * aPage,
    limit: aPage + 1,
  };
  const found = await listComplaints(actor, asked);
  const at = services.now();
  const addressOf = (to: number) =>
    `/khieu-nai/ho-so?${new URLSearchParams({ ...(done && { xem: 'xong' }), ...(search !== undefined && { tim: search }), trang: String(to) }).toString()}`;
  const data = {
    done,
    search: search ?? '',
    rows: found.slice(0, aPage).map((record) => rowOf(record, at)),
    year: dayOf(at).slice(0, 4),
    isOfficer: actor.role === 'officer',
    seesRecalls: actor.role !== 'household',
    previousUrl: page > 1 ? addressOf(page - 1) : null,
    nextUrl: found.length > aPage ? addressOf(page + 1) : null,
  };
  render(response, 'complaints/cases', data, { title: sentence(language, 'complaints.desk.title') });
};

const rowOf = (record: ComplaintRecord, at: Date) => ({
  ...shown(record),
  url: `/khieu-nai/ho-so/${record.code}`,
  beginning: record.text.slice(0, 140),
  due: dueOf(record, at),
});

/** The deadline that comes next, and whether it is today's or past. */
function dueOf(record: ComplaintRecord, at: Date): { by: Date; answer: boolean; late: boolean; today: boolean } | null {
  if (!openStates.includes(record.state)) return null;
  const answer = record.answeredAt === null;
  const by = answer ? record.respondBy : record.settleBy;
  return { by, answer, late: by < at, today: by >= at && dayOf(by) === dayOf(at) };
}

const shown = ({ code, kind, state, level, receivedAt, outcome, first }: ComplaintRecord) => ({
  code,
  kind,
  state,
  level,
  receivedAt,
  outcome,
  firstOutcome: first?.outcome ?? null,
});

const photo: RequestHandler = async (request, response) => {
  const { code, place, width } = request.params;
  const image = await photoOfComplaint(actorOf(request), String(code), Number(place), Number(width));
  sendPrivately(response, image);
};

const typing = (): Router =>
  formPage({
    path: '/khieu-nai/ho-so/moi',
    who: ['officer'],
    schema: ComplaintForm,
    photos: { photo: 3 },
    view: 'complaints/type-in',
    shown: async ({ language }) => ({
      kinds: complaintKinds.map(({ id }) => ({ value: id, title: sentence(language, `complaints.kinds.${id}`) })),
      defaults: {},
    }),
    submit: async ({ body, files, at, requestId }) => {
      const photos = files.photo?.map(({ bytes }) => bytes) ?? [];
      const how = { channel: 'counter' as const, sender: null, requestId, photos };
      const { code } = await fileTyped(body, how, at);
      return `/khieu-nai/ho-so/${code}`;
    },
    render: (_data, { language }) => ({ title: sentence(language, 'complaints.desk.type-in') }),
  });

const oneCase = (): Router =>
  formPage({
    path: '/khieu-nai/ho-so/:code',
    who: everybody,
    schema: SpeakForm,
    view: 'complaints/case',
    shown: async ({ actor, params, at, language }) => caseOf(actor, params.code ?? '', { at, language }),
    submit: async ({ actor, params, body, at }) => {
      const { code } = await speak(actor, params.code ?? '', body, at);
      return `/khieu-nai/ho-so/${code}`;
    },
    render: ({ complaint }) => ({ title: complaint.code }),
  });

async function caseOf(actor: Actor, code: string, { at, language }: { at: Date; language: Language }) {
  const record = await getComplaint(actor, code);
  const [seller] = record.sellerId === null ? [] : await findSellers([record.sellerId]);
  const seesAll = actor.role !== 'household';
  const settles = maySettle(actor, record);
  return {
    complaint: {
      ...shown(record),
      text: record.text,
      steps: record.steps,
      orderNumber: record.orderNumber,
      batchCode: record.batchCode,
      seller: seller?.name ?? null,
      contact: seesAll && record.contact ? contactLine(record.contact) : null,
      photos: seesAll ? record.photoIds.map((_, place) => photoAt(record.code, place + 1)) : [],
      due: dueOf(record, at),
    },
    isOpen: openStates.includes(record.state),
    settles,
    isParty: isPartyTo(actor, record),
    ways: waysOf(settles, mayPutOff(record), language),
    byOfficer: actor.role === 'officer' ? (deedPages[record.kind] ?? []) : [],
    outcomes: outcomes.map((value) => ({ value, title: sentence(language, `complaints.outcomes.${value}`) })),
    defaults: { did: settles ? undefined : 'heard' },
  };
}

/** Where the officer does what such a complaint asks for. */
const deedPages = lookup({
  'data-see': [{ url: '/xem-du-lieu', name: 'seeing.title' }],
  'data-erase': [{ url: '/xoa-du-lieu', name: 'privacy.erase.title' }],
  'seller-suspended': [{ url: '/nguoi-ban', name: 'standing.title' }],
  authority: [
    { url: '/duyet-hang', name: 'listings.title' },
    { url: '/nguoi-ban', name: 'standing.title' },
  ],
});

const waysOf = (settles: boolean, putsOff: boolean, language: Language) =>
  (settles
    ? (['answered', 'heard', ...(putsOff ? (['extended'] as const) : []), 'settled'] as const)
    : (['heard'] as const)
  ).map((value) => ({
    value,
    title: sentence(language, `complaints.ways.${value}`),
  }));

const contactLine = ({ name, phone, email }: NonNullable<ComplaintRecord['contact']>) => ({
  name,
  phone,
  phoneText: phone && formatPhone(phone),
  email,
});

const photoAt = (code: string, place: number) => ({
  small: `/khieu-nai/ho-so/${code}/anh-${place}-320.webp`,
  large: `/khieu-nai/ho-so/${code}/anh-${place}-1280.webp`,
});

const yearOf = (asked: unknown, at: Date): string =>
  typeof asked === 'string' && /^20\d\d$/.test(asked) ? asked : dayOf(at).slice(0, 4);
