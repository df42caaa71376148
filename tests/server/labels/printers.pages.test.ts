import { beforeAll, describe, expect, it } from 'vitest';
import { formKey } from '../../support/app.ts';
import { fillIn, sendForm, useBrowsers } from '../identity/browsers.ts';
import { see, whole } from '../press/pictures.ts';
import { aBatchOf, someGoods } from '../traceability/makers.ts';

const { people, signedIn, browser } = useBrowsers();
const list = '/nhan/may-in';
let form: string;

beforeAll(async () => {
  const { actor } = people().household;
  const { code } = await aBatchOf(actor, await someGoods(actor));
  form = `/lo/${code}/nhan?template=bag-62x33&stock=avery-l7159`;
});

const cooperative = () => signedIn((commune) => commune.cooperative);

describe('the printers of a cooperative', () => {
  it('are for those who print', async () => {
    expect((await browser().get(list)).status).toBe(303);
    expect((await (await signedIn(({ officer }) => officer)).get(list)).status).toBe(403);
    expect((await (await cooperative()).get(`${list}/nothing`)).status).toBe(404);
  });

  it('raise no question while there is one', async () => {
    const agent = await cooperative();
    expect((await agent.get(form)).text).not.toContain('In bằng');
    expect((await agent.get(`${list}/moi`)).text).toContain('Máy đầu tiên đặt tên là máy vẫn dùng');
    expect((await fillIn(agent, `${list}/moi`, { name: ' ' })).status).toBe(422);
    expect((await fillIn(agent, `${list}/moi`, { name: 'Máy <in> văn phòng' })).headers.location).toBe(list);
    expect((await agent.get(form)).text).not.toContain('In bằng');
  });

  it('are each adjusted by themselves: form, test page and the next form agree', async () => {
    const agent = await cooperative();
    expect((await agent.get(`${list}/moi`)).text).not.toContain('Máy đầu tiên');
    await fillIn(agent, `${list}/moi`, { name: 'Máy in kho' });
    const first = (await agent.get(form)).text;
    expect(first).toContain('In bằng: <strong>Máy &lt;in&gt; văn phòng</strong>');
    const [, other = ''] = /printer=([0-9a-f]{24})">Máy in kho/.exec(first) ?? [];
    const there = `${form}&printer=${other}`;
    const page = (await agent.get(there)).text;
    expect(page).toContain('In bằng: <strong>Máy in kho</strong>');
    expect(page).toContain(`name="printer" value="${other}"`);
    const wanted = { template: 'bag-62x33', stock: 'avery-l7159', count: '1', xMm: '-1,5', printer: other };
    expect((await sendForm(agent, there, { ...wanted, _key: formKey(page) })).status).toBe(303);
    expect((await agent.get(form)).text).toMatch(/name="xMm"[^>]*value="-1\.5"/);
    const [, office = ''] = /printer=([0-9a-f]{24})">Máy &lt;in/.exec((await agent.get(form)).text) ?? [];
    expect((await agent.get(`${form}&printer=${office}`)).text).toMatch(/name="xMm"[^>]*value="0"/);
    const test = await agent.get(`/nhan/can-chinh/avery-l7159.pdf?printer=${other}`).buffer(true).parse(whole);
    const { text } = await see(test.body as Buffer, 60);
    expect(text).toContain('Máy in: Máy in kho');
    expect(text).toContain('Đang giữ: đẩy ngang -1,5');
    expect((await agent.get('/nhan/can-chinh/avery-l7159.pdf?printer=nothing')).status).toBe(404);
  });

  it('can be called something else, and taken away', async () => {
    const agent = await cooperative();
    const page = (await agent.get(list)).text;
    const [, id = ''] = /name="printer" value="([0-9a-f]{24})"/.exec(page) ?? [];
    expect((await agent.get(`${list}/${id}`)).text).toContain('value="Máy &lt;in&gt; văn phòng"');
    await fillIn(agent, `${list}/${id}`, { name: 'Máy tầng hai' });
    expect((await agent.get(list)).text).toContain('Máy tầng hai');
    const member = await signedIn(({ household }) => household);
    expect((await member.get(list)).text).toContain('Của hợp tác xã');
    const key = formKey((await member.get(`${list}/moi`)).text);
    expect((await sendForm(member, list, { printer: id, _key: key })).status).toBe(404);
    await fillIn(agent, list, { printer: id });
    expect((await agent.get(list)).text).not.toContain('Máy tầng hai');
  });

  it('speak English too', async () => {
    const agent = await cooperative();
    expect((await agent.get(`${list}/moi`).set('Cookie', 'lang=en')).text).toContain('Name a printer');
  });
});
