import { expect, it } from 'vitest';
import { showFigures } from '../../../server/http/metrics.ts';
import { testApp } from '../../support/app.ts';

it('shows figures of the business as they are when it is asked, and the rest when one cannot be counted', async () => {
  let waiting = 2;
  showFigures('things_of_a_test', 'Things', async () => ({ waiting }));
  showFigures('broken_things_of_a_test', 'Broken things', () => Promise.reject(new Error('the database is away')));
  const read = async () => (await testApp().program().get('/metrics').expect(200)).text;
  expect(await read()).toContain('things_of_a_test{state="waiting"} 2');
  waiting = 0;
  const text = await read();
  expect(text).toContain('things_of_a_test{state="waiting"} 0');
  expect(text).not.toContain('broken_things_of_a_test{');
});
