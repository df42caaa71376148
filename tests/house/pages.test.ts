import { beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../../seed/seed.ts';
import { rendered, viewNames } from '../../server/http/views.ts';
import { testApp } from '../support/app.ts';
import { crawl, type FoundForm, formsIn, signedIn, type Visited } from '../support/crawl.ts';
import { useDatabase } from '../support/database.ts';
import { byTheirRooms } from './views-by-rooms.ts';

// Everybody's whole site, as far as links lead, and every form on it sent with nonsense.

useDatabase();
const market = testApp();
const people = { guest: null, household: '0900000101', cooperative: '0900000201', officer: '0900000301' };
// Pages of single people's: typed by everybody, to whom they are not they answer that there is no such page, or not theirs.
let busyDay: string[] = [];
const visits = new Map<string, Visited[]>();
const agents = new Map<string, Awaited<ReturnType<typeof signedIn>>>();

beforeAll(async () => {
  market.clock.now = new Date();
  await seed(market.clock.now);
  busyDay = await aBusyDay();
  const from = ['/', '/ban-lam-viec', '/lo', '/01/09506000134352/10/LOT-DEMO-1', '/gio-hang', ...busyDay];
  for (const [who, phone] of Object.entries(people)) {
    const agent = await signedIn(market, phone);
    agents.set(who, agent);
    if (who === 'guest') await fillTheCart(agent);
    visits.set(who, await crawl(agent, from));
  }
}, 240_000);

/** An order on its way, an order waiting for money and a printed run: the addresses of their pages. */
async function aBusyDay(): Promise<string[]> {
  const program = market.program();
  const { body: session } = await program.post('/api/v1/sessions').send({ phone: '0900000201', pin: '246810' });
  const cooperative = market.program(session.token);
  const pack = (await program.get('/api/v1/products')).body.data.find(
    (one: { kind: string }) => one.kind === 'gao-seng-cu',
  ).packs[0];
  const order = { items: [{ packId: pack.id, quantity: 1 }], buyer: { name: 'Vàng Thị Xuân', phone: '0912345678' } };
  const place = async (payBy: string) =>
    (await program.post('/api/v1/orders').send({ ...order, delivery: { method: 'pickup', payBy } })).body;
  const [waiting, paid] = [await place('vietqr'), await place('cash')];
  await cooperative.post(`/api/v1/orders/${paid.number}/packing`).send({});
  await program.post('/webhooks/banks/sandbox/demo').set('Authorization', 'Apikey sandbox').send({
    id: 1,
    transferType: 'in',
    transferAmount: 5000,
    accountNumber: waiting.payment.account.number,
    content: 'tien hang',
  });
  const { body: transfers } = await cooperative.get('/api/v1/transfers?state=review');
  const batch = (await cooperative.get('/api/v1/batches')).body.data.find(
    (one: { lot: string }) => one.lot === 'LOT-DEMO-1',
  );
  const { seller } = (await program.get('/api/v1/products')).body.data.find(
    (one: { kind: string }) => one.kind === 'gao-seng-cu',
  );
  const { body: sale } = await cooperative.post(`/api/v1/stalls/${seller.id}/sales`).send({ amountVnd: 30_000 });
  const { body: run } = await cooperative
    .post(`/api/v1/batches/${batch.code}/label-runs`)
    .send({ template: 'bag-62x33', stock: 'avery-l7159', count: 24, serials: true });
  return [
    ...[waiting, paid].map(({ number, key }) => `/don/${number}?key=${key}`),
    `/don/${paid.number}/phieu-giao`,
    `/quay/hop-tac-xa-nong-san-binh-lu/ban/${sale.id}`,
    `/thanh-toan/${waiting.payment.id}`,
    `/nhan/${run.id}`,
    `/lo/${batch.code}/cho-ban`,
    ...transfers.data.map(({ id }: { id: string }) => `/tien-ve/${id}`),
    '/api',
    '/problems/sign-in-needed',
    '/nghi-ngo',
  ];
}

async function fillTheCart(guest: Awaited<ReturnType<typeof signedIn>>): Promise<void> {
  const { body } = await market.program().get('/api/v1/products');
  await guest.post('/gio-hang').type('form').send({ packId: body.data[0].packs[0].id, quantity: '1' });
}

type Mangle = (name: string, value: string) => [string, string][];

const hostile: Record<string, Mangle> = {
  'operators as names': (name) => [
    [`${name}[$ne]`, '1'],
    [`${name}.$gt`, ''],
  ],
  'script and quotes': (name) => [[name, '"><script>alert(1)</script>\u202e${7*7}{{7*7}}']],
  'too long': (name) => [[name, 'ố'.repeat(3000)]],
  'nothing at all': (name) => [[name, '']],
  'wrong numbers': (name) => [[name, '-99999999999999999999e999']],
};
// A form that somebody before has been sent with all of it is sent once more by who sees it too: with what would show.
const hostileAgain = ['script and quotes'];
const sentBefore = new Set<string>();

describe.each(Object.keys(people))('the pages a %s can reach', (who) => {
  it('say no fact by its name instead of what it is', () => {
    const unsaid = (visits.get(who) ?? []).flatMap(({ path, html }) =>
      /^\/(bao-cao\/mau|api\b)/.test(path)
        ? []
        : (html.replaceAll(/<script[\s\S]*?<\/script>|<[^>]*>/g, ' ').match(/\{\w+\}/g) ?? []).map(
            (fact) => `${path} ${fact}`,
          ),
    );
    expect(unsaid).toEqual([]);
  });

  it('all answer', () => {
    const pages = visits.get(who) ?? [];
    expect(pages.length).toBeGreaterThan(5);
    const offered = pages.filter(({ path, typed }) => !(typed && busyDay.includes(path)));
    expect(offered.filter(({ status }) => status >= 400).map(({ path, status }) => `${status} ${path}`)).toEqual([]);
    expect(pages.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it('have one first heading and a title each', () => {
    const wrong = (visits.get(who) ?? []).filter(
      ({ html }) => (html.match(/<h1\b/g) ?? []).length !== 1 || !/<title>[^<]+<\/title>/.test(html),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('say in the title which page it is', () => {
    const alike = (visits.get(who) ?? []).filter(({ path, html }) => path !== '/' && /<title>Chợ Bình Lư</.test(html));
    expect(alike.map(({ path }) => path)).toEqual([]);
  });

  it('give buttons only the looks there are', () => {
    const looks = (visits.get(who) ?? []).flatMap(({ html }) => html.match(/class="button [^"]*"/g) ?? []);
    const known = /^class="button( button--(wide|big|buy|quiet|danger|danger-quiet))*"$/;
    expect([...new Set(looks)].filter((one) => !known.test(one))).toEqual([]);
  });

  it('take every form sent with nonsense without breaking', async () => {
    const forms = (visits.get(who) ?? []).flatMap(formsIn).filter(({ action }) => action !== '/dang-xuat');
    const agent = agents.get(who);
    const broken: string[] = [];
    for (const [same, form] of distinct(forms)) {
      const kinds = sentBefore.has(same) ? hostileAgain : Object.keys(hostile);
      sentBefore.add(same);
      for (const kind of kinds) {
        const answer = await agent?.post(form.action).type('form').send(mangled(form, hostile[kind]));
        broken.push(...brokenBy(`${form.action} with ${kind}`, answer));
      }
    }
    expect(broken).toEqual([]);
  }, 120_000);
});

/** What must never happen, whatever was sent. */
const brokenBy = (what: string, answer: { status: number; text: string } | undefined): string[] => [
  ...(!answer || answer.status >= 500 ? [`${answer?.status} ${what}`] : []),
  ...(answer?.text.includes('<script>alert(1)') ? [`${what} shows a script`] : []),
];

/** The hidden key stays, so that the nonsense reaches the form itself. */
const mangled = (form: FoundForm, mangle: Mangle | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(form.fields).flatMap(([name, value]) =>
      name === '_key' || !mangle ? [[name, value]] : mangle(name, value),
    ),
  );

const distinct = (forms: FoundForm[]): Map<string, FoundForm> =>
  new Map(
    forms.map((form) => [form.action.replace(/[0-9A-Za-z]{8,}/g, 'x') + Object.keys(form.fields).sort().join(), form]),
  );

describe('the views', () => {
  it('are all reached by somebody', () => {
    expect(viewNames().filter((name) => !rendered.has(name) && !byTheirRooms.has(name))).toEqual([]);
  });
});
