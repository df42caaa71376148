// What the notebook keeps on the phone. IndexedDB itself and no library: a phone whose battery dies must not lose an entry that it
// said was kept, so a change counts only once it is on the disk (`durability`), which small libraries do not offer.

export type Shelf = 'people' | 'books' | 'entries' | 'photos' | 'codes';

const shelves: Shelf[] = ['people', 'books', 'entries', 'photos', 'codes'];
let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('notebook', 1);
    asked.addEventListener('upgradeneeded', () => {
      for (const shelf of shelves) asked.result.createObjectStore(shelf);
    });
    asked.addEventListener('success', () => resolve(asked.result));
    asked.addEventListener('error', () => reject(asked.error ?? new Error('no IndexedDB')));
  });
  return opened;
}

const strict = 'durability' in IDBTransaction.prototype ? [{ durability: 'strict' as const }] : [];

/** One thing of a shelf, or undefined. */
export async function read<T>(shelf: Shelf, key: string): Promise<T | undefined> {
  const tx = (await open()).transaction(shelf);
  return answerOf<T | undefined>(tx.objectStore(shelf).get(key));
}

/** All things of a shelf, in the order of their keys. */
export async function readAll<T>(shelf: Shelf): Promise<T[]> {
  const tx = (await open()).transaction(shelf);
  return answerOf<T[]>(tx.objectStore(shelf).getAll());
}

/** How much one change puts and takes away. */
export interface Change {
  put?: [shelf: Shelf, key: string, value: unknown][];
  drop?: [shelf: Shelf, key: string][];
}

/** Puts and takes away together: all of it or nothing, and on the disk when it returns. */
export async function change({ put = [], drop = [] }: Change): Promise<void> {
  const touched = Array.from(new Set([...put, ...drop].map(([shelf]) => shelf)));
  if (touched.length === 0) return;
  const tx = (await open()).transaction(touched, 'readwrite', ...strict);
  for (const [shelf, key, value] of put) tx.objectStore(shelf).put(value, key);
  for (const [shelf, key] of drop) tx.objectStore(shelf).delete(key);
  await new Promise<void>((resolve, reject) => {
    tx.addEventListener('complete', () => resolve());
    tx.addEventListener('abort', () => reject(tx.error ?? new Error('not kept')));
  });
}

const answerOf = <T>(request: IDBRequest): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result as T));
    request.addEventListener('error', () => reject(request.error ?? new Error('not read')));
  });
