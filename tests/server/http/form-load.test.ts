import { beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { loadedForNothing } from '../../../server/http/form-load.ts';
import { formPage } from '../../../server/http/form-page.ts';
import { testApp } from '../../support/app.ts';

const page = { who: 'anyone' as const, schema: z.object({}), view: 'a' };
const load = () => Promise.resolve({});

// Other files of this process make forms of their own.
beforeEach(() => loadedForNothing.clear());

it('is of what the taking of a form stands on, in every form of the house', () => {
  testApp();
  expect([...loadedForNothing], 'say in `shown` what only the page shows').toEqual([]);
});

it('is told of where neither schema nor submit is given what was loaded', () => {
  formPage({ ...page, path: '/nothing', load, submit: async () => '/' });
  formPage({ ...page, path: '/submit', load, submit: async (_context, _data) => '/' });
  formPage({ ...page, path: '/schema', schema: () => page.schema, load, submit: async () => '/' });
  formPage({ ...page, path: '/shown', shown: load, submit: async () => '/' });
  expect([...loadedForNothing]).toEqual(['/nothing']);
});
