import { afterEach, describe, expect, it, vi } from 'vitest';
import { App } from '../../../web/scripts/notebook/app.ts';
import { Entries, type Entry } from '../../../web/scripts/notebook/entries.ts';
import type { Change, Shelf } from '../../../web/scripts/notebook/store.ts';

// This browser has no IndexedDB: what is kept lies in memory, in the order of its keys.
vi.mock('../../../web/scripts/notebook/store.ts', () => {
  const kept = new Map<string, unknown>();
  const all = (shelf: Shelf) =>
    [...kept].filter(([key]) => key.startsWith(`${shelf} `)).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    read: (shelf: Shelf, key: string) => Promise.resolve(kept.get(`${shelf} ${key}`)),
    readAll: (shelf: Shelf) => Promise.resolve(all(shelf).map(([, value]) => value)),
    change: ({ put = [], drop = [] }: Change) => {
      for (const [shelf, key, value] of put) kept.set(`${shelf} ${key}`, value);
      for (const [shelf, key] of drop) kept.delete(`${shelf} ${key}`);
      return Promise.resolve();
    },
  };
});

const step = (id: string): Entry => ({
  id,
  kind: 'step',
  code: '0SAAP5CP',
  title: id,
  body: {},
  writtenAt: Date.now(),
  ahead: null,
  clockSeen: false,
  photoIds: [],
  revision: 0,
  refusal: null,
  sentAt: null,
});

/** A server that answers steps once it is told to. @returns the steps that arrived, and what is waited for */
function slowServer(account: string) {
  const arrived: string[] = [];
  let [answerNow, nextArrived] = [(): void => undefined, (): void => undefined];
  const first = new Promise<void>((resolve) => (nextArrived = resolve));
  const told = new Promise<void>((resolve) => (answerNow = resolve));
  const book = { account: { id: account, name: 'Mai' }, key: btoa('k'.repeat(32)), now: new Date().toISOString() };
  const rest = { languages: [], clips: {}, products: [], kinds: [], batches: [] };
  vi.stubGlobal('fetch', async (path: string, { body = '' }: { body?: string }) => {
    if (path.includes('?voice=')) return Response.json({ ...book, ...rest });
    if (path.endsWith('/codes')) return Response.json({ codes: [] });
    arrived.push((JSON.parse(body) as { id: string }).id);
    nextArrived();
    await told;
    return Response.json({});
  });
  return { arrived, first, answerNow };
}

const locks = { request: (_name: string, work: () => Promise<void>) => work() };
Object.defineProperty(navigator, 'locks', { value: locks });

afterEach(() => void vi.unstubAllGlobals());

describe('what is written while a round of sending is under way', () => {
  it.each([
    ['and nothing was refused', []],
    ['and something refused stands aside', ['0']],
  ])('is sent at once behind it, %s', async (_how, refused) => {
    const account = `account-${refused.length}`;
    const { arrived, first, answerNow } = slowServer(account);
    const app = new App(document.createElement('div'), (key) => key, {});
    await app.send();
    const entries = new Entries(app.writer ?? expect.fail('nobody is signed in'));
    for (const id of refused) await entries.set({ ...step(id), refusal: { why: 'server', words: [] } }, 'refused');
    await entries.add(step(`${account} 1`), []);
    const sending = app.send();
    await first;
    await entries.add(step(`${account} 2`), []);
    void app.send();
    answerNow();
    await sending;
    expect(arrived).toEqual([`${account} 1`, `${account} 2`]);
    expect((await entries.list('waiting')).length).toBe(0);
    expect((await entries.list('refused')).map(({ id }) => id)).toEqual(refused);
  });
});

describe('what has arrived', () => {
  it('stays readable on the phone, the last thirty of each person, and nothing else goes with the older', async () => {
    const { answerNow } = slowServer('of-thirty');
    answerNow();
    const app = new App(document.createElement('div'), (key) => key, {});
    await app.send();
    const writer = app.writer ?? expect.fail('nobody is signed in');
    const [own, others] = [new Entries(writer), new Entries({ ...writer, account: 'of-somebody-else' })];
    const numbered = (n: number) => ({ ...step(String(n).padStart(3, '0')), writtenAt: 1_000_000_000_000 + n });
    for (let n = 0; n < 35; n += 1) await own.set(numbered(n), 'sent');
    await others.set(numbered(1), 'sent');
    await own.set(numbered(40), 'refused');
    await own.add(numbered(41), []);
    await app.send();
    const sent = (await own.list('sent')).map(({ id }) => Number(id));
    expect(sent).toEqual([...Array.from({ length: 29 }, (_, place) => place + 6), 41]);
    expect((await own.list('refused')).map(({ id }) => id)).toEqual(['040']);
    expect(await others.list('sent')).toHaveLength(1);
  });
});

describe('the notebook in a browser that asks before it keeps anything', () => {
  it('opens without signal though nobody has answered yet', async () => {
    const register = vi.fn<(script: string) => Promise<void>>(() => Promise.resolve());
    const persist = vi.fn(() => new Promise<boolean>(() => undefined));
    Object.defineProperty(navigator, 'storage', { value: { persist }, configurable: true });
    Object.defineProperty(navigator, 'serviceWorker', { value: { register }, configurable: true });
    vi.stubGlobal('indexedDB', {});
    slowServer('who-is-asked').answerNow();
    await import('../../../web/scripts/notebook.ts');
    document.body.append(document.createElement('note-book'));
    await vi.waitFor(() => expect(register).toHaveBeenCalledTimes(3));
    expect(persist).toHaveBeenCalledOnce();
  });
});
