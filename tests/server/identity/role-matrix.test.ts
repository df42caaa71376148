import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { pagesOf } from '../../../server/rooms.ts';
import { fromRoot } from '../../../server/root.ts';
import { formKey, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { routesIn } from '../../support/routes.ts';
import { onSale } from '../orders/makers.ts';
import { aCommune, pin } from './makers.ts';
import { roles } from './visibility-matrix.ts';
import { openBank, thingsOf } from './visibility-world.ts';

useDatabase();

// Every page and form of the house × every role, about the things of one household: `yes` it is shown or taken (perhaps with
// mistakes named), `sign-in`, `403` may be seen but not done, `404` not to be seen. The rows are the routes themselves: whoever adds
// one adds its row, and looks at what it says: `WRITE_MATRIX=1 npx vitest run tests/server/identity/role-matrix.test.ts`.
// `npm test` asks as a guest and as a household of another cooperative, which tells the most; the long run as everybody.
const file = fromRoot('tests/server/identity/role-matrix.txt');
const { browser, program, services, clock } = testApp();

/** The sign-out comes last: it ends the session that the rows above use. */
const isSignOut = (route: string) => route === 'POST /dang-xuat';
const routes = [...new Set(pagesOf(services).flatMap((router) => routesIn(router)))].sort(
  (a, b) => Number(isSignOut(a)) - Number(isSignOut(b)) || a.localeCompare(b),
);

type Role = (typeof roles)[number];
/** To write what is new asks only for that, with all roles; what is there stays as it is until somebody takes its row away. */
const known = new Set(
  readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.slice(0, 66).trim()),
);
const asked = process.env.WRITE_MATRIX ? routes.filter((route) => !known.has(route)) : routes;
const asking: readonly Role[] = process.env.FULL || process.env.WRITE_MATRIX ? roles : ['stranger'];
const ours: Record<string, string> = {};
const answers = new Map<string, Map<Role, string>>();

/** What stands in an address for the household's own thing, by how the address begins. */
const named: [address: RegExp, part: string, thing: string][] = [
  [/^\/lo\//, ':code', 'batch'],
  [/^\/lo\//, ':id', 'batch'],
  [/^\/t\//, ':code', 'batch'],
  [/^\/lo\//, ':eventId', 'event'],
  [/^\/(hang-cua-toi|duyet-hang)\//, ':id', 'product'],
  [/^\/(cong-quoc-gia|thue-khau-tru)\//, ':product', 'product'],
  [/^\/(gian-hang|nguoi-ban|thanh-vien)\/:id/, ':id', 'seller'],
  [/^\/(binh-lu-digital|cong-quoc-gia)\//, ':seller', 'seller'],
  [/^\/(ho|quay)\//, ':slug', 'slug'],
  [/^\/(thanh-vien\/nguoi|moi-nguoi)\//, ':id', 'person'],
  [/^\/don\//, ':number', 'order'],
  [/^\/quay\//, ':number', 'sale'],
  [/^\/tien-ve\/:id/, ':id', 'transfer'],
  [/^\/nhan\/:run/, ':run', 'run'],
  [/^\/khieu-nai\//, ':code', 'complaint'],
  [/^\/thu-hoi\/lenh\//, ':id', 'batch'],
];
const fixed: Record<string, string> = {
  ':kind': 'mien-dong',
  ':channel': 'shopee',
  ':language': 'thai',
  ':width': '640',
};
const nobody = '0'.repeat(24);

/** @returns the address, and whether a thing of the household's stands in it */
function addressOf(path: string): { address: string; isOurs: boolean } {
  let isOurs = false;
  const address = path.replaceAll(/\{?\*\w*\}?/g, 'x').replaceAll(/:\w+/g, (part) => {
    const [, , thing] = named.find(([begins, name]) => name === part && begins.test(path)) ?? [];
    isOurs ||= thing !== undefined;
    return thing ? (ours[thing] ?? nobody) : (fixed[part] ?? nobody);
  });
  return { address, isOurs };
}

async function cellOf(agent: ReturnType<typeof browser>, route: string, key: string | null): Promise<string> {
  const { status, headers } = await ask(agent, route, key);
  const isSentToSignIn = status === 303 && String(headers.location).startsWith('/dang-nhap?next=');
  if (status === 401 || isSentToSignIn) return 'sign-in';
  return [403, 404, 429].includes(status) || status >= 500 ? String(status) : 'yes';
}

function ask(agent: ReturnType<typeof browser>, route: string, key: string | null) {
  const [method = '', path = ''] = route.split(' ');
  const { address } = addressOf(path);
  const sending = method === 'GET' ? agent.get(address) : agent.post(address).type('form');
  return (method === 'GET' || key === null ? sending : sending.send({ _key: key })).redirects(0);
}

beforeAll(async () => {
  const commune = await aCommune();
  const [household, cooperative] = [program(commune.household.token), program(commune.cooperative.token)];
  await openBank(household, commune.sellers.household.id);
  const things = thingsOf({ household, cooperative, guest: program() }, commune.sellers.household.id);
  await onSale(commune.household.actor, 5);
  Object.assign(ours, {
    batch: await things.batch(),
    event: await things.event(),
    run: await things.labelRun(),
    product: (await things.product()).id,
    order: await things.order(),
    transfer: await things.transfer(),
    complaint: await things.complaint(),
    sale: await things.sale(),
    seller: things.sellerId,
    slug: commune.sellers.household.slug,
    person: commune.household.account.id,
  });
  for (const role of asking) {
    const agent = browser();
    const isGuest = role === 'guest';
    if (!isGuest) await agent.post('/dang-nhap').type('form').send({ phone: commune[role].phone, pin }).expect(303);
    // Who guesses for a minute is kept out: each role begins anew.
    clock.now = new Date(clock.now.getTime() + 5 * 60_000);
    const key = isGuest ? null : formKey((await agent.get('/ma-pin')).text);
    for (const route of asked) {
      const cells = answers.get(route) ?? new Map<Role, string>();
      answers.set(route, cells.set(role, await cellOf(agent, route, key)));
    }
  }
}, 300_000);

const rowOf = (cells: readonly string[]) =>
  cells
    .map((cell, place) => cell.padEnd(place === 0 ? 66 : 18))
    .join('')
    .trimEnd();

/** What the matrix says: of each route, the cell of each role. */
function readMatrix(): Map<string, Map<Role, string>> {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const cells = line.slice(66).trim().split(/\s+/);
      return [line.slice(0, 66).trim(), new Map(roles.map((role, place) => [role, cells[place] ?? '']))];
    }),
  );
}

function writeMatrix(): void {
  const all = new Map([...readMatrix(), ...answers]);
  const rows = routes.map((route) => rowOf([route, ...roles.map((role) => all.get(route)?.get(role) ?? '')]));
  writeFileSync(file, `${[rowOf(['route', ...roles]), ...rows].join('\n')}\n`);
}

describe('every page and form, role by role (bar 3)', () => {
  it('has a row in the matrix, which says what each role gets', () => {
    if (process.env.WRITE_MATRIX) writeMatrix();
    const matrix = readMatrix();
    expect([...matrix.keys()]).toEqual(routes);
    const lines = (of: ReturnType<typeof readMatrix>) =>
      asked.map((route) => rowOf([route, ...asking.map((role) => of.get(route)?.get(role) ?? '')]));
    expect(lines(answers)).toEqual(lines(matrix));
  });

  it('gives nobody what is a household’s of another one, unless everybody gets it, and breaks for nobody', () => {
    const others: Role[] = ['neighbour', 'stranger', 'otherCooperative'];
    const given = [...readMatrix()].filter(([route, cells]) => {
      const { isOurs } = addressOf(route.split(' ')[1] ?? '');
      return isOurs && cells.get('guest') !== 'yes' && others.some((role) => cells.get(role) === 'yes');
    });
    expect(given.map(([route]) => route)).toEqual([]);
    expect([...readMatrix()].filter(([, cells]) => [...cells.values()].some((cell) => !isKnown(cell)))).toEqual([]);
  });
});

const isKnown = (cell: string): boolean => ['yes', 'sign-in', '403', '404'].includes(cell);
