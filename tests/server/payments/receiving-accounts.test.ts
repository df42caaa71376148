import { beforeAll, describe, expect, it } from 'vitest';
import { accountFigures } from '../../../server/payments/account-figures.ts';
import { findIntentForOrder, openIntent } from '../../../server/payments/intents.ts';
import {
  approveAccount,
  askForAccount,
  findReceivingAccount,
  getAccountBook,
  listPendingAccounts,
  setReceivingAccount,
  withdrawAccount,
} from '../../../server/payments/receiving-accounts.ts';
import { paymentsWaiting } from '../../../server/payments/waiting.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, minutesAfter } from '../identity/makers.ts';
import { anAccount, anOrder, aPack, aWaitingOrder } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
const other = { bin: '970405', number: '8800 2050-99999', holder: ' Vàng A Páo ' };
const code = (wanted: string) => expect.objectContaining({ code: wanted });
const hours = (count: number) => minutesAfter(noon, count * 60);

beforeAll(async () => {
  commune = await aCommune();
});

const fresh = (who: 'household' | 'cooperative' | 'officer' | 'stranger', at: Date) => ({
  ...commune[who].actor,
  freshAt: at,
});

describe('an account is refused', () => {
  it.each([
    ['a bank nobody knows', { ...other, bin: '000000' }, '/bin'],
    ['a bank that VietQR cannot pay', { ...other, bin: '999888' }, '/bin'],
    ['a number of letters that are none', { ...other, number: 'số một' }, '/number'],
    ['a number of twenty digits', { ...other, number: '1'.repeat(20) }, '/number'],
    ['a holder without a name', { ...other, holder: '  ' }, '/holder'],
  ])('for %s', async (_name, wanted, pointer) => {
    await expect(setReceivingAccount('nobody', wanted, noon)).rejects.toMatchObject({
      code: 'mistakes',
      mistakes: [{ pointer }],
    });
    expect(await findReceivingAccount('nobody', noon)).toBeNull();
  });

  it('when another one is set already', async () => {
    await setReceivingAccount('somebody', other, noon);
    await expect(setReceivingAccount('somebody', { ...other, number: '123456' }, noon)).rejects.toThrow(
      code('receiving-account-set'),
    );
    expect(await setReceivingAccount('somebody', other, noon)).toEqual({
      bin: '970405',
      bankName: 'Agribank',
      number: '8800205099999',
      holder: 'VÀNG A PÁO',
    });
  });
});

describe('changing an account', () => {
  it('needs a PIN given within the hour, and one of the seller’s own people', async () => {
    const id = commune.sellers.neighbour.id;
    const stale = { ...commune.neighbour.actor, freshAt: hours(-2) };
    await expect(askForAccount(stale, id, other, noon)).rejects.toThrow(code('pin-needed'));
    await expect(askForAccount(fresh('stranger', noon), id, other, noon)).rejects.toThrow(code('seller-not-found'));
    await expect(askForAccount(fresh('officer', noon), id, other, noon)).rejects.toThrow(code('not-yours'));
    await askForAccount({ ...commune.neighbour.actor, freshAt: noon }, id, other, noon);
    expect(await findReceivingAccount(id, noon)).toMatchObject({ number: '8800205099999' });
  });

  it('waits for another person and 24 hours more, and open orders keep the account that was shown', async () => {
    const { id } = commune.sellers.household;
    const old = await anAccount(id);
    const packId = await aPack(commune.household.actor, 10);
    const { order } = await aWaitingOrder(packId);
    await askForAccount(fresh('household', noon), id, other, noon);
    expect(await findReceivingAccount(id, hours(48))).toEqual(old);

    await expect(approveAccount(fresh('household', noon), id, noon, noon)).rejects.toThrow(code('approve-by-another'));
    await expect(approveAccount(fresh('cooperative', hours(-2)), id, noon, noon)).rejects.toThrow(code('pin-needed'));
    await expect(approveAccount(fresh('cooperative', noon), id, hours(1), noon)).rejects.toThrow(
      code('account-change-gone'),
    );
    expect((await listPendingAccounts(commune.cooperative.actor, noon)).map(({ sellerId }) => sellerId)).toContain(id);
    expect(await listPendingAccounts(commune.stranger.actor, noon)).toEqual([]);

    await approveAccount(fresh('cooperative', hours(1)), id, noon, hours(1));
    await expect(approveAccount(fresh('officer', hours(1)), id, noon, hours(1))).rejects.toThrow(
      code('account-change-gone'),
    );
    expect(await findReceivingAccount(id, hours(24.9))).toEqual(old);
    expect(await findReceivingAccount(id, hours(25))).toMatchObject({ number: '8800205099999', bankName: 'Agribank' });

    expect(await findIntentForOrder(order.number)).toMatchObject({ account: old });
    const after = (await anOrder(packId, hours(26))).order;
    expect(await openIntent(after, hours(26))).toMatchObject({ account: { number: '8800205099999' } });
    const { history } = await getAccountBook(commune.household.actor, id, hours(26));
    expect(history.map(({ did }) => did)).toEqual(['set', 'asked', 'approved']);
  });

  it('cannot be approved by who asked, even of the cooperative', async () => {
    const { id } = commune.sellers.household;
    await askForAccount(fresh('cooperative', noon), id, { ...other, number: '999999' }, noon);
    await expect(approveAccount(fresh('cooperative', noon), id, noon, noon)).rejects.toThrow(
      code('approve-by-another'),
    );
  });

  it('is stopped by its owner while it waits', async () => {
    const { id } = commune.sellers.household;
    const asked = hours(30);
    const before = await findReceivingAccount(id, asked);
    await askForAccount(fresh('cooperative', asked), id, { ...other, number: '777777' }, asked);
    await approveAccount(fresh('officer', asked), id, asked, asked);
    await withdrawAccount(commune.household.actor, id, hours(31));
    expect(await findReceivingAccount(id, hours(100))).toEqual(before);
    await expect(withdrawAccount(commune.household.actor, id, hours(31))).rejects.toThrow(code('account-change-gone'));
  });
});

describe('a changed account', () => {
  const told = async (at: Date) => {
    const waiting = await paymentsWaiting({ ...commune.cooperative.actor, freshAt: at }, at);
    return waiting.find(({ key }) => key === 'account-to-report')?.count;
  };

  it('is to be reported for a month from the day it counts, and not when it was stopped', async () => {
    const { id } = commune.sellers.ours;
    await anAccount(id);
    const before = await told(noon);
    await askForAccount(fresh('cooperative', noon), id, other, noon);
    await approveAccount(fresh('officer', noon), id, noon, noon);
    expect(await told(hours(23))).toBe(before);
    expect(await told(hours(24))).toBe((before ?? 0) + 1);
    const { changedAt } = (await accountFigures(hours(25), [id]))[0] ?? {};
    expect(changedAt).toEqual(hours(24));
    await askForAccount(fresh('cooperative', hours(48)), id, { ...other, number: '555555' }, hours(48));
    await approveAccount(fresh('officer', hours(48)), id, hours(48), hours(48));
    await withdrawAccount(fresh('cooperative', hours(49)), id, hours(49));
    expect((await accountFigures(hours(100), [id]))[0]?.changedAt).toEqual(hours(24));
    const over = hours(24 + 30 * 24);
    expect(await told(over)).toBe(((await told(minutesAfter(over, -1))) ?? 0) - 1);
  });

  it('does not count when another was asked for instead before its day', async () => {
    const { id } = commune.sellers.stranger;
    await anAccount(id);
    await askForAccount(fresh('stranger', noon), id, other, noon);
    await approveAccount(fresh('officer', noon), id, noon, noon);
    await askForAccount(fresh('stranger', hours(1)), id, { ...other, number: '555555' }, hours(1));
    expect((await findReceivingAccount(id, hours(25)))?.number).not.toBe('8800205099999');
    expect((await accountFigures(hours(25), [id]))[0]?.changedAt).toBeNull();
  });
});
