import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { expect, it } from 'vitest';
import { backup, restore } from '../../../server/database/backup.ts';
import { sealUnder } from '../../../server/identity/accounts.ts';
import { eraseBuyer, eraseHousehold } from '../../../server/privacy/erasing.ts';
import { eraseAgain } from '../../../server/privacy/erasing-again.ts';
import { erasuresIn, keepErasures, readErasures } from '../../../server/privacy/erasures.ts';
import { reportDoubt } from '../../../server/provenance/doubts.ts';
import { useDatabase } from '../../support/database.ts';
import { noon, testConfig } from '../../support/services.ts';
import { aDirectory } from '../engine/support.ts';
import { aCommune } from '../identity/makers.ts';
import { aWholeHousehold, line, phone, sold } from './makers.ts';
import { tracesOf } from './people.ts';
import { everyRecord } from './records.ts';

useDatabase();

const household = { name: 'Quàng Thị Xuyến', phone, line };
const stranger = { name: 'Không ai biết', phone: '0961234567', line: 'Nhà số 909 ngõ Không Tên' };
const tracesIn = async (who: typeof household) =>
  (await everyRecord()).flatMap(({ place, text }) => tracesOf(who, text).map((trace) => `${place}: ${trace}`));

it('restores nobody who was erased after the copy was made, from a list that says nothing of who they were', async () => {
  const { connection } = mongoose;
  const folder = aDirectory();
  const [copy, list] = [join(folder, '2026-11-16.archive'), erasuresIn(folder)];
  const { sellers, officer } = await aCommune();
  const whole = await aWholeHousehold(sellers.ours.id, officer.actor);
  await sold(whole);
  await reportDoubt({ message: 'Gọi tôi ở 0961.234.567', contact: 'zalo' }, 'x', noon);
  await backup(connection.getClient(), connection.name, copy);
  await eraseHousehold(officer.actor, whole.seller.id, noon);
  await eraseBuyer(officer.actor, '+84961234567', noon);
  await keepErasures(list);
  expect(tracesOf(household, readFileSync(list, 'utf8'))).toEqual([]);
  expect(tracesOf(stranger, readFileSync(list, 'utf8'))).toEqual([]);
  for (const { name } of (await connection.db?.listCollections().toArray()) ?? [])
    await connection.db?.collection(name).deleteMany({});
  await restore(connection.getClient(), connection.name, copy);
  expect((await tracesIn(household)).length).toBeGreaterThan(5);
  expect(await tracesIn(stranger)).toHaveLength(1);
  // The key may have been changed since: marks under the one before are known as well.
  const { sessionSecret } = testConfig();
  sealUnder('another-session-secret-for-tests-0123456789', [sessionSecret]);
  const erasures = (await readErasures(list)) ?? [];
  expect(await eraseAgain(erasures)).toBe(2);
  expect([await tracesIn(household), await tracesIn(stranger)]).toEqual([[], []]);
  expect(await eraseAgain(erasures)).toBe(0);
  sealUnder(sessionSecret);
}, 60_000);
