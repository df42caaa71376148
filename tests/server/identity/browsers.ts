import { beforeAll } from 'vitest';
import type { Config } from '../../../server/config.ts';
import { formKey, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune, type Commune, pin } from './makers.ts';

/** A commune with everybody's browsers, for the tests of pages. Call it once, at the top of the file. */
export function useBrowsers(settings: Partial<Config> = {}) {
  useDatabase();
  const { browser, clock, program } = testApp(settings);
  let commune: Commune;
  beforeAll(async () => {
    commune = await aCommune();
  });
  return {
    browser,
    clock,
    program,
    people: () => commune,
    signedIn: (who: (commune: Commune) => { phone: string }) => signIn(browser(), who(commune)),
  };
}

export type Agent = ReturnType<ReturnType<typeof testApp>['browser']>;

/** The browser, with somebody signed in. */
export async function signIn(agent: Agent, { phone }: { phone: string }): Promise<Agent> {
  const answer = await sendForm(agent, '/dang-nhap', { phone, pin });
  if (answer.status !== 303) throw new Error(`Not signed in: ${answer.status}`);
  return agent;
}

export const sendForm = (agent: Agent, path: string, fields: Record<string, string>) =>
  agent.post(path).type('form').send(fields);

/** Opens a page and sends its form, with the hidden key that the page gave. */
export async function fillIn(agent: Agent, path: string, fields: Record<string, string> = {}, action = path) {
  const page = await agent.get(path);
  return sendForm(agent, action, { _key: formKey(page.text), ...fields });
}
