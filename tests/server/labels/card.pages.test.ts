import { describe, expect, it } from 'vitest';
import { testConfig } from '../../support/services.ts';
import { useBrowsers } from '../identity/browsers.ts';
import { decode, see, times, whole } from '../press/pictures.ts';
import { someGoods } from '../traceability/makers.ts';

const { people, signedIn, browser } = useBrowsers();
const path = () => `/ho/${people().sellers.household.slug}/the.pdf`;

describe('a household’s card for the counter', () => {
  it('is printed by its people only', async () => {
    expect((await browser().get(path())).status).toBe(303);
    expect((await (await signedIn(({ stranger }) => stranger)).get(path())).status).toBe(404);
    expect((await (await signedIn(({ officer }) => officer)).get(path())).status).toBe(403);
    const agent = await signedIn(({ household }) => household);
    expect((await agent.get('/ho/nobody/the.pdf')).status).toBe(404);
    expect((await agent.get(`${path()}?kho=a0`)).status).toBe(422);
  });

  it.each([
    ['', 105, 148],
    ['?kho=a5', 148, 210],
    ['?kho=a4', 210, 297],
  ])('with %s has its exact size and a code that leads to its page', async (query, width, height) => {
    const { actor } = people().household;
    await someGoods(actor);
    const agent = await signedIn(({ cooperative }) => cooperative);
    const answer = await agent
      .get(path() + query)
      .buffer(true)
      .parse(whole);
    expect(answer.headers['content-type']).toBe('application/pdf');
    const { pages, pageSize, fonts, text } = await see(answer.body as Buffer, 150);
    expect(pages).toHaveLength(1);
    expect(pageSize.width).toBeCloseTo(width, 1);
    expect(pageSize.height).toBeCloseTo(height, 1);
    expect(fonts.length).toBeGreaterThan(0);
    expect(fonts.every(({ embedded, subset }) => embedded && subset)).toBe(true);
    expect(times(text, people().sellers.household.name)).toBe(1);
    expect(times(text, 'Miến dong thử')).toBe(1);
    expect(await decode(pages)).toEqual([`${testConfig().publicUrl}/ho/${people().sellers.household.slug}`]);
  });
});
