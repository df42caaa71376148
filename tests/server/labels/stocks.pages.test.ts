import { describe, expect, it } from 'vitest';
import { addOwnStock } from '../../../server/labels/own-stocks.ts';
import { formKey } from '../../support/app.ts';
import { noon } from '../../support/services.ts';
import { sendForm, useBrowsers } from '../identity/browsers.ts';
import { aBatchOf, someGoods } from '../traceability/makers.ts';

const { people, signedIn, browser } = useBrowsers();
const filled = {
  name: 'Giấy <ở> chợ',
  paper: 'A4',
  columns: '3',
  rows: '8',
  labelWidth: '63,5',
  labelHeight: '33,9',
  marginLeft: '4',
  marginTop: '12,9',
  gapX: '2,5',
  gapY: '0',
};

describe('the page of one’s own papers', () => {
  it('is for those who print', async () => {
    expect((await browser().get('/nhan/giay')).status).toBe(303);
    expect((await (await signedIn(({ officer }) => officer)).get('/nhan/giay')).status).toBe(403);
  });

  it('names what hangs over the page and gives the form back as it was filled', async () => {
    const agent = await signedIn(({ cooperative }) => cooperative);
    const key = formKey((await agent.get('/nhan/giay/moi')).text);
    const wide = await sendForm(agent, '/nhan/giay/moi', { ...filled, columns: '4', _key: key });
    expect(wide.status).toBe(422);
    expect(wide.text).toContain('Các cột rộng quá tờ giấy');
    expect(wide.text).toMatch(/name="labelWidth"[^>]*value="63,5"/);
    const odd = await sendForm(agent, '/nhan/giay/moi', { ...filled, rows: '0', gapX: '-1', _key: key });
    expect(odd.text).toContain('href="#rows"');
    expect(odd.text).toContain('href="#gapX"');
  });

  it('shows each with its millimetres, warns of unlike margins, and lets a member print on it', async () => {
    const agent = await signedIn(({ cooperative }) => cooperative);
    const key = formKey((await agent.get('/nhan/giay/moi')).text);
    const kept = await sendForm(agent, '/nhan/giay/moi', { ...filled, _key: key });
    expect(kept.headers.location).toBe('/nhan/giay');
    const member = await signedIn(({ household }) => household);
    const { text } = await member.get('/nhan/giay');
    expect(text).toContain('Giấy &lt;ở&gt; chợ');
    expect(text).toContain('Hai lề không bằng nhau');
    expect(text).not.toContain('name="stock"');
    const [, id = ''] = /nhan\/giay\/(own-[0-9a-f]+)\.svg/.exec(text) ?? [];
    const picture = await member.get(`/nhan/giay/${id}.svg`);
    const svg = Buffer.from(picture.body as Buffer).toString();
    expect(svg).not.toMatch(/style=|<style|<script|NaN|undefined/);
    for (const mm of ['210', '297', '63,5', '33,9', '12,9', '66']) expect(svg).toContain(`>${mm}</text>`);
    expect((await (await signedIn(({ stranger }) => stranger)).get(`/nhan/giay/${id}.svg`)).status).toBe(404);
    const { actor } = people().household;
    const { code } = await aBatchOf(actor, await someGoods(actor));
    expect((await member.get(`/lo/${code}/nhan?template=bag-62x33`)).text).toContain(id);
    expect(
      (await member.get(`/lo/${code}/nhan?template=bag-62x33&stock=${id}`)).text.match(/name="startAt"/g),
    ).toHaveLength(24);
    expect((await member.get(`/nhan/can-chinh/${id}.pdf`)).type).toBe('application/pdf');
  });

  it('takes one away for those whose it is', async () => {
    const { actor } = people().stranger;
    const stock = await addOwnStock(
      actor,
      {
        name: 'Cuộn nhỏ',
        paper: 'roll',
        columns: 1,
        rows: 1,
        labelWidth: 50,
        labelHeight: 30,
        marginLeft: 0,
        marginTop: 0,
        gapX: 0,
        gapY: 2,
      },
      null,
      noon,
    );
    const agent = await signedIn(({ stranger }) => stranger);
    const page = await agent.get('/nhan/giay');
    expect(page.text).not.toContain('Hai lề không bằng nhau');
    await sendForm(agent, '/nhan/giay', { stock: stock.id, _key: formKey(page.text) });
    expect((await agent.get('/nhan/giay')).text).toContain('Chưa ghi loại giấy nào.');
  });
});
