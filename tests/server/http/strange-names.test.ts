import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../../server/errors.ts';
import { nest } from '../../../server/http/form-data.ts';
import { pagesOf } from '../../../server/rooms.ts';
import { routesIn } from '../../support/routes.ts';
import { testServices } from '../../support/services.ts';
import { type Agent, useBrowsers } from '../identity/browsers.ts';

// Whatever the fields of a form are called, and in whatever format it comes: a mistake of the sender's, never of ours.
const strange = [
  'name[$ne]',
  'name[$gt][]',
  'columns.0',
  'packs.0.__proto__.x',
  'packs.0.id',
  'packs.999.id',
  'packs.length',
  'packs.map',
  'packs.199.0.1.2',
  'a.b.c.d.e.f.g.h',
  '_key[x]',
  '_pin[x]',
  'back[0]',
  'constructor',
  '__proto__[x]',
  '.',
  '',
];

const { browser, people, signedIn } = useBrowsers();
const routes = pagesOf(testServices())
  .flatMap((router) => routesIn(router))
  .flatMap((route) => (route.startsWith('POST ') ? [route.slice(5)] : []));
const paths = [...new Set(['/ngon-ngu', ...routes])].map((path) => path.replaceAll(/:\w+/g, '0'.repeat(24)));
const agents: Record<string, Agent> = {};
// What a household may send, its cooperative may too.
const senders = ['guest', 'cooperative', 'officer', ...(process.env.FULL ? ['household'] : [])];

beforeAll(async () => {
  agents.guest = browser();
  agents.household = await signedIn(() => people().household);
  agents.cooperative = await signedIn(() => people().cooperative);
  agents.officer = await signedIn(() => people().officer);
});

describe('a form with strange names', () => {
  it('is tried on every form there is', () => {
    expect(paths.length).toBeGreaterThan(50);
  });

  it.each(senders)('never breaks a page of the %s', async (who) => {
    const broken: string[] = [];
    for (const path of paths.filter((one) => one !== '/dang-xuat')) {
      const parts = agents[who]?.post(path);
      for (const name of strange) parts?.field(name, '1');
      const typed = new URLSearchParams(strange.map((name) => [name, '1'])).toString();
      const answers = [
        await parts,
        await agents[who]?.post(path).type('form').send(typed),
        await agents[who]?.post(path),
      ];
      answers.forEach((answer, place) => {
        if (!answer || answer.status >= 500) broken.push(`${answer?.status} ${path} ${place}`);
      });
    }
    expect(broken).toEqual([]);
  });

  it('is nested data or a clear refusal, whatever the names', () => {
    const piece = fc.constantFrom(
      'a',
      '0',
      '1',
      '199',
      '200',
      '999',
      'length',
      'map',
      '__proto__',
      'constructor',
      '$ne',
      '',
    );
    const name = fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join('.'));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 5 }), (names) => {
        try {
          expect(JSON.stringify(nest(Object.fromEntries(names.map((one) => [one, '1'])))).length).toBeLessThan(20_000);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          expect(error.kind).toBe('malformed');
        }
        expect(({} as Record<string, unknown>).a).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
});
