import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { modes, setPlatform } from '../../../server/platform.ts';
import { endpointsOf, filesOf, pagesOf, stripeOf, webhooksOf } from '../../../server/rooms.ts';
import { fromRoot } from '../../../server/root.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { routesIn } from '../../support/routes.ts';

useDatabase();
const { browser, services } = testApp();
afterAll(() => setPlatform({ mode: null, operator: null }));

// Every route of the house and whether it is there in each mode: `there`, or `404` like any address that nobody has. Whoever adds a
// route adds its row: `WRITE_MATRIX=1 npx vitest run tests/server/legal/mode-matrix.test.ts` writes the table anew, to be read.
const file = fromRoot('tests/server/legal/mode-matrix.txt');

const routes = [
  ...pagesOf(services).flatMap((router) => routesIn(router)),
  ...endpointsOf(services).map(
    ({ method, path }) => `${method.toUpperCase()} /api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
  ),
  ...filesOf(services).flatMap((router) => routesIn(router, '/api/v1')),
  ...webhooksOf(services).flatMap((router) => routesIn(router)),
  ...stripeOf(services).flatMap((router) => routesIn(router, '/v1')),
];
const all = [...new Set(routes)].sort();

/** What stands for parts of an address whose absence would look like a route that is not there. */
const filled: Readonly<Record<string, string>> = { '/phap-ly/:slug': '/phap-ly/gia' };

async function isThere(route: string): Promise<boolean> {
  const [method = '', path = ''] = route.split(' ');
  const address = filled[path] ?? path.replaceAll(/\{?\*\w*\}?/g, 'x').replaceAll(/:\w+/g, 'x');
  const how = method.toLowerCase() as 'get' | 'post' | 'patch' | 'put' | 'delete';
  const answer = await browser()[how](address).set('Accept', 'application/json').redirects(0);
  return !(answer.status === 404 && /page-not-found/.test(answer.text));
}

it('is there or not, route by route and mode by mode, as the matrix says', async () => {
  const rows: string[] = [`${'route'.padEnd(64)}${modes.map((mode) => mode.padEnd(14)).join('')}`.trimEnd()];
  const said = new Map(all.map((route) => [route, [] as string[]]));
  for (const mode of modes) {
    setPlatform({ mode, operator: null });
    for (const route of all) said.get(route)?.push((await isThere(route)) ? 'there' : '404');
  }
  for (const [route, cells] of said)
    rows.push(`${route.padEnd(64)}${cells.map((cell) => cell.padEnd(14)).join('')}`.trimEnd());
  const table = `${rows.join('\n')}\n`;
  if (process.env.WRITE_MATRIX) writeFileSync(file, table);
  expect(table.split('\n')).toEqual(readFileSync(file, 'utf8').split('\n'));
}, 120_000);
