import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import supertest from 'supertest';
import { createApp } from '../../server/app.ts';
import type { Config } from '../../server/config.ts';
import { log } from '../../server/http/log.ts';
import { findActor } from '../../server/identity/accounts.ts';
import type { Services } from '../../server/services.ts';
import { noon, testConfig } from './services.ts';

export { noon } from './services.ts';

export interface TestApp {
  app: Express;
  services: Services;
  clock: { now: Date };
  /** A browser: keeps its cookies, asks for pages, sends what a browser sends. */
  browser: () => ReturnType<typeof supertest.agent>;
  /** A program: JSON in and out, with a session's token if given. */
  program: (token?: string) => ReturnType<typeof supertest.agent>;
}

// Packing and unpacking every answer is a twentieth of the work of a test of pages; who tests the packing asks for it.
const unpacked = { 'Accept-Encoding': 'identity' };

/** The real app over the test file's database (`useDatabase()`), with a clock that tests set. */
export function testApp(settings: Partial<Config> = {}): TestApp {
  const clock = { now: noon };
  // Refusals are what tests ask for: only what nobody expects is worth reading.
  log.level = 'error';
  // Files share a process, a noon and an address: under one secret, whom one file made guess would be refused in the next.
  const sessionSecret = `a-session-secret-of-one-app-${randomUUID()}`;
  const services: Services = { config: { ...testConfig(), sessionSecret, ...settings }, now: () => clock.now };
  const app = createApp(services, findActor);
  return {
    app,
    services,
    clock,
    browser: () => {
      const agent = supertest.agent(app);
      agent
        .set('Accept', 'text/html,application/xhtml+xml')
        .set('Sec-Fetch-Site', 'same-origin')
        .set('Sec-Fetch-Mode', 'navigate')
        .set(unpacked);
      return agent;
    },
    program: (token) => {
      const agent = supertest.agent(app);
      agent.set('Accept', 'application/json').set(unpacked);
      if (token) agent.set('Authorization', `Bearer ${token}`);
      return agent;
    },
  };
}

/** The hidden key in a page's form: `/name="_key" value="…"/`. */
export function formKey(html: string): string {
  const key = /name="_key" value="([^"]+)"/.exec(html)?.[1];
  if (!key) throw new Error('The page has no form key');
  return key;
}
