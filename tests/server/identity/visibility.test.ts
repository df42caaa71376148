import { beforeAll, describe, expect, it } from 'vitest';
import { endpointsOf } from '../../../server/rooms.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune } from './makers.ts';
import { matrix, roles } from './visibility-matrix.ts';
import { requests } from './visibility-requests.ts';
import { type Commune, openBank, type Things, thingsOf } from './visibility-world.ts';

useDatabase();

const { program, services } = testApp();
let commune: Commune;
let shared: Things;

function newThings(): Things {
  const [household, cooperative] = [program(commune.household.token), program(commune.cooperative.token)];
  return thingsOf({ household, cooperative, guest: program() }, commune.sellers.household.id);
}

beforeAll(async () => {
  commune = await aCommune();
  await openBank(program(commune.household.token), commune.sellers.household.id);
  shared = newThings();
});

const rows = matrix
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(/\s+/))
  .map(([method = '', path = '', ...cells]) => ({ route: `${method} ${path}`, cells }));

/** What one role gets: the status, and for lists whether the household's own row is among the rows. */
async function ask(route: string, role: (typeof roles)[number], things: Things): Promise<string> {
  const request = requests[route];
  if (!request) throw new Error(`No request for ${route}`);
  const { path, body, shows } = await request(things);
  const agent = program(role === 'guest' ? undefined : commune[role].token);
  const [method = ''] = route.split(' ');
  const sending = agent[method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete'](`/api/v1${path}`);
  const answer = await (body === undefined ? sending : sending.send(body));
  const seen = shows !== undefined && answer.status === 200 ? (answer.text.includes(shows) ? '+' : '-') : '';
  return `${answer.status}${seen}`;
}

const isRefusal = (cell: string): boolean => /^(401|403|404)/.test(cell);

const asLine = (route: string, cells: readonly string[]): string => {
  const [method = '', path = ''] = route.split(' ');
  return [method.padEnd(7), path.padEnd(54), ...cells.map((cell) => cell.padEnd(12))].join('').trimEnd();
};

describe('who sees and does what of one household’s things (bar 3)', () => {
  it('has a row for every machine route', () => {
    const routes = endpointsOf(services).map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(rows.map(({ route }) => route).sort()).toEqual([...routes, ...filesBesides].sort());
  });

  it('answers “not yours to see” and “not there” with the same words', { timeout: 60_000 }, async () => {
    const nowhere = nothingOf(shared);
    for (const { route, cells } of rows) {
      for (const [index, role] of roles.entries()) {
        if (cells[index] !== '404' || role === 'guest') continue;
        const request = requests[route];
        const [hidden, absent] = [await request?.(shared), await request?.(nowhere)];
        const [one, other] = [await told(route, role, hidden), await told(route, role, absent)];
        expect([route, role, one]).toEqual([route, role, other]);
      }
    }
  });

  it('is as the table says, cell by cell', { timeout: 60_000 }, async () => {
    const found: string[] = [];
    for (const { route, cells } of rows) {
      const actual: string[] = [];
      for (const [index, role] of roles.entries()) {
        // Who is refused asks for things that everybody else's cells share: nothing may have changed for the next.
        const things = isRefusal(cells[index] ?? '') || route.startsWith('GET') ? shared : newThings();
        actual.push(await ask(route, role, things));
      }
      found.push(asLine(route, actual));
    }
    expect(found.join('\n')).toBe(rows.map(({ route, cells }) => asLine(route, cells)).join('\n'));
  });
});

async function told(route: string, role: (typeof roles)[number], asked?: { path: string; body?: object }) {
  const agent = program(role === 'guest' ? undefined : commune[role].token);
  const [method = ''] = route.split(' ');
  const sending = agent[method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete'](`/api/v1${asked?.path}`);
  const { body } = await (asked?.body === undefined ? sending : sending.send(asked.body));
  return [body.status, body.type, body.title, body.detail];
}

/** Things that are not there, under ids that could be. */
function nothingOf(things: Things): Things {
  const nobody = '000000000000000000000000';
  const no = async () => nobody;
  return {
    ...things,
    sellerId: nobody,
    product: async () => ({ id: nobody, packId: nobody }),
    batch: async () => '01234568',
    recalled: async () => '01234568',
    order: async () => 'DH01234568',
    packed: async () => 'DH01234568',
    paid: async () => 'DH01234568',
    labelRun: no,
    printedRun: no,
    transfer: no,
    complaint: async () => 'KN01234568',
  };
}

/** Routes with bytes instead of JSON, which are no endpoints. */
const filesBesides = [
  'GET /label-runs/{id}/sheet.pdf',
  'GET /label-runs/{id}/sheet.html',
  'GET /label-runs/{id}/labels.zip',
  'GET /label-runs/{id}/labels.zpl',
  'GET /label-runs/{id}/labels.tspl',
  'GET /label-runs/{id}/labels.csv',
  'GET /label-runs/{id}/labels.xlsx',
  'GET /indicators.xlsx',
  'GET /indicators.csv',
  'GET /indicators.docx',
  'GET /sellers/{id}/revenue-book.xlsx',
  'GET /sellers/{id}/revenue-book.csv',
];
