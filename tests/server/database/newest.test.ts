import { readFileSync } from 'node:fs';
import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { LimitChangeModel } from '../../../server/catalog/limit-change.ts';
import { limitHistory, limitOn, limitsInForce } from '../../../server/catalog/limits.ts';
import { getProfile } from '../../../server/catalog/profiles.ts';
import { shelfLifeOf } from '../../../server/catalog/shelf-life.ts';
import { yieldHistory, yieldsInForce } from '../../../server/catalog/yields.ts';
import { fromRoot } from '../../../server/root.ts';
import { sourcesBelow } from '../../house/imports.ts';
import { useDatabase } from '../../support/database.ts';

useDatabase();

const source = 'Nghị quyết';
interface Place {
  kind: string;
  stage: string;
  key: string;
}

const change = (place: Place, max: number) => ({
  ...place,
  by: 'Cán bộ',
  limit: { min: 0.1, max, source, asOf: '2026-11-01' },
});

/** Two changes of one second by two processes: the later one's id is the smaller. */
async function twoProcesses(place: Place, [early, late]: [number, number]) {
  await LimitChangeModel.deleteMany({});
  const [smaller, larger] = [
    new Types.ObjectId('692bd0000000000000000001'),
    new Types.ObjectId('692bd0ffffffffffffffffff'),
  ];
  await LimitChangeModel.create([
    { _id: larger, ...change(place, early), at: new Date('2026-11-30T05:00:00.100Z') },
    { _id: smaller, ...change(place, late), at: new Date('2026-11-30T05:00:00.900Z') },
  ]);
}

const milling = () => {
  const profile = getProfile('gao-seng-cu');
  const stage = profile.stages.find((one) => one.yield)?.id ?? '';
  return { profile, stage };
};

describe('the newest, when two processes wrote in one second', () => {
  it('is the one that came later, of limits, yields and shelf lives', async () => {
    const noodles = getProfile('mien-dong');
    await twoProcesses({ kind: 'mien-dong', stage: 'sun-drying', key: 'moisture' }, [11, 12]);
    expect(limitOn(await limitsInForce(noodles), 'sun-drying', 'moisture')?.max).toBe(12);
    expect((await limitHistory(noodles.kind, 'sun-drying', 'moisture')).map(({ limit }) => limit?.max)).toEqual([
      12, 11,
    ]);
    await twoProcesses({ kind: 'mien-dong', stage: '*', key: 'shelf-life' }, [100, 200]);
    expect((await shelfLifeOf(noodles))?.days).toBe(200);
    const { profile, stage } = milling();
    await twoProcesses({ kind: profile.kind, stage, key: 'yield' }, [11, 12]);
    expect((await yieldsInForce(profile)).find((one) => one.stage === stage)?.most).toBe(12);
    expect((await yieldHistory(profile.kind, stage)).map(({ most }) => most)).toEqual([12, 11]);
  });

  it('is chosen by its time wherever one is', () => {
    // Of a tile the id is its place in the log; the usual days are an offer that its person looks at.
    const own = /^server\/(engine|integrations\/ledger)\/|usual-keeping/;
    const files = sourcesBelow('server').filter((file) => !own.test(file));
    const byId = files.filter((file) =>
      /(findOne\((?![^;]*;[^;]*sort)[^;]*\.sort\(\{ _id: -1 \}\)|\.sort\(\{ _id: -1 \}\)\s*\.limit\(1\))/.test(
        readFileSync(fromRoot(file), 'utf8'),
      ),
    );
    expect(byId).toEqual([]);
  });
});
