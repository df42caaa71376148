import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { chosenPrinter, lastCalibration } from '../../../server/labels/calibrations.ts';
import { LabelRunModel } from '../../../server/labels/label-run.ts';
import { addPrinter, printersFor, removePrinter, renamePrinter } from '../../../server/labels/printers.ts';
import { noCalibration } from '../../../server/press/sheet.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune } from '../identity/makers.ts';
import { aBatchOf, refusal, someGoods } from '../traceability/makers.ts';
import { aRun } from './makers.ts';

useDatabase();
let commune: Awaited<ReturnType<typeof aCommune>>;
let cooperative: Actor;
let code: string;
const paper = 'avery-l7159';
const off = (xMm: number) => ({ ...noCalibration, xMm });
const kept = async (actor: Actor, wanted?: string) =>
  (await lastCalibration(actor, paper, (await chosenPrinter(actor, wanted)).printer)).xMm;
const print = (printer: string | null, xMm: number) => aRun(cooperative, code, 1, { printer, calibration: off(xMm) });
const names = async (actor: Actor) => (await printersFor(actor)).map(({ name }) => name);

beforeAll(async () => {
  commune = await aCommune();
  cooperative = commune.cooperative.actor;
  const { actor } = commune.household;
  ({ code } = await aBatchOf(actor, await someGoods(actor)));
});

describe('printers', () => {
  it('are one without a name at first, which keeps how it was adjusted, also before printers were told apart', async () => {
    expect(await names(cooperative)).toEqual([null]);
    const old = await print('unnamed', 0.7);
    await LabelRunModel.updateOne({ _id: old.id }, { $unset: { printer: 1 } });
    expect(await kept(cooperative)).toBe(0.7);
    // What a program prints with is its own affair.
    await print(null, 5);
    expect(await kept(cooperative)).toBe(0.7);
  });

  it('hand what was adjusted so far to the first that gets a name, and keep each their own from then on', async () => {
    const office = await addPrinter(cooperative, 'Máy in văn phòng', 'one', noon);
    expect((await addPrinter(cooperative, 'Máy in văn phòng', 'one', noon)).id).toBe(office.id);
    expect(await names(cooperative)).toEqual(['Máy in văn phòng']);
    expect(await kept(cooperative, office.id)).toBe(0.7);
    const store = await addPrinter(cooperative, 'Máy in kho', null, noon);
    expect(await kept(cooperative, store.id)).toBe(0);
    await print(store.id, -1.5);
    expect(await kept(cooperative, store.id)).toBe(-1.5);
    expect(await kept(cooperative, office.id)).toBe(0.7);
    await print(office.id, 0.9);
    expect(await kept(cooperative, office.id)).toBe(0.9);
    expect((await lastCalibration(cooperative, 'herma-4102', store)).xMm).toBe(0);
  });

  it('are offered with the one used last before the others', async () => {
    const [office, store] = await printersFor(cooperative);
    expect((await chosenPrinter(cooperative, undefined)).printer.id).toBe(office?.id);
    await print(store?.id ?? '', 0);
    expect((await chosenPrinter(cooperative, undefined)).printer.id).toBe(store?.id);
    expect(await refusal(chosenPrinter(cooperative, 'unnamed'))).toMatchObject({ code: 'label-printer-not-found' });
  });

  it('of a cooperative serve its members too, beside their own; those of strangers are not there', async () => {
    const household = commune.household.actor;
    expect(await names(household)).toEqual([null, 'Máy in văn phòng', 'Máy in kho']);
    expect(await names(commune.stranger.actor)).toEqual([null]);
    const [, office] = await printersFor(household);
    expect(await kept(household, office?.id)).toBe(0.9);
    expect(await refusal(renamePrinter(household, office?.id ?? '', 'Của tôi'))).toMatchObject({ kind: 'missing' });
    expect(await refusal(removePrinter(commune.stranger.actor, office?.id ?? ''))).toMatchObject({ kind: 'missing' });
    expect(await refusal(addPrinter(commune.officer.actor, 'Máy xã', null, noon))).toMatchObject({ kind: 'forbidden' });
  });

  it('keep what was adjusted under a new name, and are one again when the other is taken away', async () => {
    const [office, store] = await printersFor(cooperative);
    await renamePrinter(cooperative, office?.id ?? '', 'Máy in tầng hai');
    await removePrinter(cooperative, store?.id ?? '');
    expect(await names(cooperative)).toEqual(['Máy in tầng hai']);
    expect(await kept(cooperative)).toBe(0.9);
    expect(await refusal(removePrinter(cooperative, 'nonsense'))).toMatchObject({ kind: 'missing' });
  });

  it('are at most twenty', async () => {
    const { actor } = commune.neighbour;
    for (let number = 1; number <= 20; number += 1) await addPrinter(actor, `Máy ${number}`, null, noon);
    expect(await refusal(addPrinter(actor, 'Máy 21', null, noon))).toMatchObject({ code: 'too-many-printers' });
  });
});
