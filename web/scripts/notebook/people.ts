import { lockMark } from './lock-flag.ts';
import { keyFrom, newPhoneKey, pinKey, type Sealed, seal, toBytes, unseal } from './sealing.ts';
import { change, read, readAll } from './store.ts';

/** Who writes: whose key is open. */
export interface Writer {
  account: string;
  name: string;
  key: CryptoKey;
}

interface Person {
  account: string;
  name: string;
  /** Their key, sealed by their PIN; absent until they gave it here. */
  locked?: { salt: Uint8Array; sealed: Sealed; wrong: number };
}

const mostWrong = 10;
const phoneKey = '*phone';
const openKey = '*open';
const shutKey = '*shut';

/** What is kept of the mark by which the notebook was last shut, on the disk like the rest: it was seen, and shuts nothing again. */
const markSeen = (): [shelf: 'people', key: string, value: unknown] => ['people', shutKey, { mark: lockMark() }];

/** Whose notebook is open on this phone; null when it has to be opened first. */
export async function openWriter(): Promise<Writer | null> {
  const mark = lockMark();
  const seen = await read<{ mark: string | null }>('people', shutKey);
  if (mark !== null && mark !== seen?.mark) await change({ put: [markSeen()], drop: [['people', openKey]] });
  return (await read<Writer>('people', openKey)) ?? null;
}

/** Opens the notebook of who is signed in. */
export async function openFor({ id, name }: { id: string; name: string }, key: string): Promise<Writer> {
  const writer = { account: id, name, key: await keyFrom(toBytes(key) as BufferSource) };
  const known = await read<Person>('people', id);
  await change({
    put: [['people', openKey, writer], ['people', id, { ...known, account: id, name }], markSeen()],
  });
  return writer;
}

/** Those whose notebooks lie on this phone. */
export async function peopleHere(): Promise<Person[]> {
  const all = await readAll<Partial<Person> & { key?: CryptoKey }>('people');
  return all.filter((one): one is Person => typeof one.account === 'string' && one.key === undefined);
}

/** From now on the PIN opens this person's notebook here without signal. It was asked of the server first. */
export async function lockWith(pin: string, account: string, key: string): Promise<void> {
  const person = await read<Person>('people', account);
  if (!person) return;
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const sealed = await seal(await pinKey(await thisPhone(), { account, pin, salt }), toBytes(key) as BufferSource);
  await change({ put: [['people', account, { ...person, locked: { salt, sealed, wrong: 0 } }]] });
}

/** Opens a notebook by its person's PIN. After ten wrong ones only signing in opens it; what is in it stays. */
export async function openByPin(account: string, pin: string): Promise<Writer | null> {
  const person = await read<Person>('people', account);
  if (!person?.locked || person.locked.wrong >= mostWrong) return null;
  const { salt, sealed, wrong } = person.locked;
  try {
    const raw = await unseal(await pinKey(await thisPhone(), { account, pin, salt }), sealed);
    const writer = { account, name: person.name, key: await keyFrom(raw) };
    const put: [shelf: 'people', key: string, value: unknown][] = [
      ['people', openKey, writer],
      ['people', account, { ...person, locked: { salt, sealed, wrong: 0 } }],
    ];
    await change({ put });
    return writer;
  } catch {
    await change({ put: [['people', account, { ...person, locked: { salt, sealed, wrong: wrong + 1 } }]] });
    return null;
  }
}

async function thisPhone(): Promise<CryptoKey> {
  const kept = await read<CryptoKey>('people', phoneKey);
  if (kept) return kept;
  const key = await newPhoneKey();
  await change({ put: [['people', phoneKey, key]] });
  return key;
}
