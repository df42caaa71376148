// Keeps the notebook's page, script, style and pictures on the phone. It sees nothing but `/so-tay` and the pages that only lead
// there where there is no signal, the desk and the batches: buyers' pages are as without it. What is a person's own never passes through here: the page keeps that sealed.

interface Worker {
  notebookFiles: string[];
  addEventListener(
    type: 'install' | 'activate',
    listener: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(
    type: 'fetch',
    listener: (event: { request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

const worker = globalThis as unknown as Worker;
const page = '/so-tay';
const kept = 'notebook';
const clips = 'notebook-clips';
const patienceMs = 4000;

worker.addEventListener('install', (event) => event.waitUntil(keepFiles().then(() => worker.skipWaiting())));
worker.addEventListener('activate', (event) => event.waitUntil(dropOld().then(() => worker.clients.claim())));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (pathname === page) event.respondWith(newestPage(request));
  else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => Response.redirect(page)));
  else if (worker.notebookFiles.includes(pathname)) event.respondWith(fromPhone(kept, request));
  else if (pathname.startsWith('/giong/')) event.respondWith(fromPhone(clips, request));
});

async function keepFiles(): Promise<void> {
  const cache = await caches.open(kept);
  await cache.addAll([page, ...worker.notebookFiles]);
}

/** Files of earlier builds go; their names carry what is in them. */
async function dropOld(): Promise<void> {
  const cache = await caches.open(kept);
  const wanted = new Set([page, ...worker.notebookFiles]);
  for (const request of await cache.keys()) if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
}

/** As it is now, where there is signal; else as it was kept. */
async function newestPage(request: Request): Promise<Response> {
  const cache = await caches.open(kept);
  const old = await cache.match(page);
  const now = fetch(request).then(async (answer) => {
    if (answer.ok) await cache.put(page, answer.clone());
    return answer;
  });
  if (!old) return now;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(old), patienceMs));
  return Promise.race([now.then((answer) => (answer.ok ? answer : old)).catch(() => old), late]);
}

async function fromPhone(name: string, request: Request): Promise<Response> {
  const cache = await caches.open(name);
  const known = await cache.match(request.url);
  if (known) return known;
  // Players ask for parts of a clip; kept is the whole.
  const answer = await fetch(request.url, { credentials: 'same-origin' });
  if (answer.status === 200) await cache.put(request.url, answer.clone());
  return answer;
}
