import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../server/app.ts';
import { findActor } from '../../../server/identity/accounts.ts';
import { testConfig } from '../../support/services.ts';

/** What becomes of one request that writes. */
export type Fate = 'goes' | 'killed before' | 'answer lost';

/** The market over HTTP, on one port that goes away and comes back. */
export interface FlakySite {
  origin: string;
  /** No signal: nobody answers. */
  cut: () => Promise<void>;
  /** A new server in its place, which remembers nothing but the database. */
  restore: () => Promise<void>;
  /** What becomes of the next requests that write, one after the other; those after them go. */
  fates: Fate[];
  /** Called when a request that writes has arrived. */
  onWrite: (() => void) | null;
  /** How many requests that write arrived. */
  writes: number;
  /** Which build's service worker is given out. */
  version: number;
}

/** The real app on the test file's database, which loses answers and dies as it is told. */
export async function startFlakySite(): Promise<FlakySite> {
  const services = { config: testConfig(), now: () => new Date() };
  let server: http.Server | null = null;
  let port = 0;
  let worker = '';
  const site: FlakySite = { origin: '', cut, restore, fates: [], onWrite: null, writes: 0, version: 0 };
  await restore();
  site.origin = `http://127.0.0.1:${port}`;
  worker = await (await fetch(`${site.origin}/so-tay-worker.js`)).text();
  return site;

  async function restore(): Promise<void> {
    if (server) return;
    const app = createApp(services, findActor);
    server = http.createServer((request, response) => {
      if (worker !== '' && request.url === '/so-tay-worker.js') return giveWorker(response);
      if (request.method === 'POST' && /^\/api\/v1\/(notebook|media)/.test(request.url ?? ''))
        befall(request, response);
      if (!request.socket.destroyed) app(request, response);
    });
    await new Promise<void>((done) => server?.listen(port, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  }

  async function cut(): Promise<void> {
    const old = server;
    server = null;
    old?.closeAllConnections();
    await new Promise((done) => (old ? old.close(done) : done(null)));
  }

  /** The service worker as the app gives it; one of another build is another text. */
  function giveWorker(response: http.ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/javascript', 'Cache-Control': 'no-cache' });
    response.end(`${worker}//${site.version}`);
  }

  /** Killed before it did anything, or after it did all and before it said so. */
  function befall(request: http.IncomingMessage, response: http.ServerResponse): void {
    const fate = site.fates.shift() ?? 'goes';
    site.writes += 1;
    site.onWrite?.();
    if (fate === 'killed before') request.socket.destroy();
    if (fate === 'answer lost')
      response.end = () => {
        request.socket.destroy();
        return response;
      };
  }
}
