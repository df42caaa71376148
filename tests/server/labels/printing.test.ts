import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { LabelRunModel } from '../../../server/labels/label-run.ts';
import { getLabelRun, labelFile, resumeLabelRuns, voidLabelRun } from '../../../server/labels/label-runs.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aBatchOf, aFarmer, refusal, someGoods } from '../traceability/makers.ts';
import { aRun, settings } from './makers.ts';

useDatabase();

let household: Actor;
const pdf = { kind: 'pdf', dpi: 203 } as const;
const batch = async () => aBatchOf(household, await someGoods(household));

beforeAll(async () => {
  household = await aFarmer();
});

describe('a long run', () => {
  const until = async (id: string, states: string[]) => {
    for (let tries = 0; tries < 150; tries += 1) {
      const run = await getLabelRun(household, id);
      if (states.includes(run.state)) return run;
      await wait(100);
    }
    throw new Error('it took too long');
  };

  it('is printed in the background, and its files wait until it is ready', async () => {
    const { code } = await batch();
    const run = await aRun(household, code, 600);
    expect(['queued', 'printing']).toContain(run.state);
    expect(await refusal(labelFile(household, run.id, pdf, settings))).toMatchObject({
      kind: 'conflict',
      code: 'label-run-not-ready',
    });
    const ready = await until(run.id, ['ready']);
    expect(ready.done).toBe(600);
    expect((await labelFile(household, run.id, pdf, settings)).length).toBeLessThan(500_000);
  });

  it('can be stopped while it prints', async () => {
    const { code } = await batch();
    const run = await aRun(household, code, 10_000);
    await until(run.id, ['printing']);
    await voidLabelRun(household, run.id, noon);
    await wait(50);
    expect((await getLabelRun(household, run.id)).state).toBe('voided');
    // The press is free again at once.
    expect((await aRun(household, code, 1)).state).toBe('ready');
  });

  it('goes on after the process that printed it has died', async () => {
    const { code } = await batch();
    const run = await aRun(household, code, 2);
    await LabelRunModel.updateOne(
      { _id: run.id },
      { $set: { state: 'printing', files: [], seenAt: new Date(noon.getTime() - 61_000) } },
    );
    await resumeLabelRuns(settings, noon);
    expect((await getLabelRun(household, run.id)).state).toBe('ready');
  });
});
