import { beforeAll, describe, expect, it } from 'vitest';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune, pin } from './makers.ts';
import { roles } from './visibility-matrix.ts';
import { type Commune, openBank, thingsOf } from './visibility-world.ts';

useDatabase();

const { browser, program } = testApp();
type Browser = ReturnType<typeof browser>;
let commune: Commune;
const browsers = new Map<string, Browser>();
const found: Record<string, string> = {};

// 200 shown · 303 sign in first · 403 not for this role, or to be seen but not changed · 404 not to be seen;
// `+` the household's own row is on the page, `-` it is not.
const table = `
page                                    guest   household neighbour cooperative stranger otherCoop officer
/ban-lam-viec                           303     200       200       200         200      200       200
/lo?x={batch}                           303     200+      200-      200+        200-     200-      200+
/lo/moi?hang={product}                  303     200       404       200         404      404       403
/lo/{batch}                             303     200       404       200         404      404       200
/lo/{batch}/buoc                        303     200       404       200         404      404       403
/lo/{batch}/dinh-chinh/{event}          303     200       404       200         404      404       403
/lo/{batch}/cho-ban                     303     403       404       200         404      404       200
/lo/{batch}/thu-hoi                     303     403       404       200         404      404       200
/lo/{batch}/nhan                        303     200       404       200         404      404       403
/nhan/{run}                             303     200       404       200         404      404       200
/hang-cua-toi?x={product}               303     200+      200-      200+        200-     200-      403
/hang-cua-toi/moi                       303     200       200       200         200      200       403
/hang-cua-toi/{product}                 303     200       404       200         404      404       403
/hang-cua-toi/{product}/sua             303     200       404       200         404      404       403
/hang-cua-toi/{product}/chuyen          303     200       404       200         404      404       403
/hang-cua-toi/{product}/chuyen/anh      303     200       404       200         404      404       403
/hang-cua-toi/{product}/chuyen/nguoi    303     200       404       200         404      404       403
/gian-hang/{seller}/chuyen              303     200       404       200         404      404       403
/gian-hang/{seller}                     303     200       404       200         404      404       403
/don-hang?x={order}                     303     200+      200-      200+        200-     200-      200+
/don/{order}                            404     200       404       200         404      404       200
/don/{order}/phieu-giao                 303     200       404       200         404      404       403
/tien-ve?x={transfer}                   303     200+      200-      200+        200-     200-      200+
/tien-ve/{transfer}                     303     200       404       200         404      404       200
/thanh-vien?x={seller}                  303     403       403       200+        403      200-      200-
/thanh-vien/{seller}                    303     403       403       200         403      404       404
/thanh-vien/nguoi/{person}              303     403       403       200         403      404       404
/can-bo                                 303     403       403       403         403      403       200
/moi-nguoi/{person}                     303     403       403       200         403      404       404
/the-moi?x={person}                     303     403       403       200+        403      200-      403
/thua-dat                               303     200       200       200         200      200       403
/khoa-thanh-toan                        303     403       403       403         403      403       200
/su-kien-thanh-toan                     303     403       403       403         403      403       200
/cai-dat-xa                             303     403       403       403         403      403       200
/ma-du-phong                            303     403       403       200         403      200       200
/ma-pin                                 303     200       200       200         200      200       200
`;

const rows = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(/\s+/))
  .map(([page = '', ...cells]) => ({ page, cells }));

beforeAll(async () => {
  commune = await aCommune();
  const [household, cooperative] = [program(commune.household.token), program(commune.cooperative.token)];
  await openBank(household, commune.sellers.household.id);
  const things = thingsOf({ household, cooperative, guest: program() }, commune.sellers.household.id);
  Object.assign(found, {
    batch: await things.batch(),
    event: await things.event(),
    run: await things.labelRun(),
    product: (await things.product()).id,
    order: await things.order(),
    transfer: await things.transfer(),
    seller: things.sellerId,
    person: commune.household.account.id,
  });
  for (const role of roles) browsers.set(role, await signedIn(role));
});

async function signedIn(role: (typeof roles)[number]): Promise<Browser> {
  const agent = browser();
  if (role !== 'guest')
    await agent.post('/dang-nhap').type('form').send({ phone: commune[role].phone, pin }).expect(303);
  return agent;
}

/** A page's address with what is in braces filled in; `?x=` only names the row to look for on the page. */
async function ask(page: string, role: string): Promise<string> {
  const [path = '', row] = page.replaceAll(/\{(\w+)\}/g, (_, name: string) => found[name] ?? '').split('?x=');
  const answer = await (browsers.get(role) ?? browser()).get(path);
  if (answer.status === 303) return answer.headers.location?.startsWith('/dang-nhap?next=') ? '303' : 'elsewhere';
  if (row === undefined || answer.status !== 200) return String(answer.status);
  return answer.text.includes(row) ? '200+' : '200-';
}

const asLine = (page: string, cells: readonly string[]) =>
  [page.padEnd(40), ...cells.map((cell) => cell.padEnd(10))].join('').trimEnd();

describe('who is shown the pages of one household’s things (bar 3)', () => {
  it('is as the table says, cell by cell', { timeout: 60_000 }, async () => {
    const actual: string[] = [];
    for (const { page } of rows) {
      const cells: string[] = [];
      for (const role of roles) cells.push(await ask(page, role));
      actual.push(asLine(page, cells));
    }
    expect(actual.join('\n')).toBe(rows.map(({ page, cells }) => asLine(page, cells)).join('\n'));
  });
});
