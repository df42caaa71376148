import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { codeInPhoto, readPaymentCode } from '../../../server/payments/payment-codes.ts';
import { encode } from '../../../server/payments/vietqr/encode.ts';
import { type Agent, fillIn } from '../identity/browsers.ts';
import { anAccount } from '../payments/makers.ts';
import { decode, see, whole } from '../press/pictures.ts';
import { useStall } from './a-stall.ts';

const { at, people, signedIn, browser } = useStall();
const page = (tail = '') => `/quay/${at.slug}${tail}`;

// law.md, section 7: a bank's own code, with an empty field 62, and one with another service pasted over.
const merchants =
  '00020101021138540010A0000007270126000697041901121000050925440206QRPUSH5204594453037045802VN5904Hanh6005HANOI620063045D12';
const pasted = '00020101021138560010A0000007270126000697041501121008712015370206QRPUSH53037045802VN630467E8';

describe('a stall’s page', () => {
  it('says where it stands, what lies on it and from which batches, to everybody', async () => {
    const agent = await signedIn(({ household }) => household);
    const fields = { place: 'Chợ phiên Tam Đường, dãy 2', 'days.0': '1', 'days.6': '7', hours: '5 giờ đến 11 giờ' };
    expect((await fillIn(agent, page('/sua'), fields)).headers.location).toBe(page());
    const { text, status } = await browser().get(page());
    expect(status).toBe(200);
    for (const words of ['Chợ phiên Tam Đường, dãy 2', 'thứ Hai, Chủ nhật', '5 giờ đến 11 giờ', '60.000'])
      expect(text).toContain(words);
    expect(text).toContain('kiểm tra tên người nhận');
    expect(text).not.toContain(page('/ban'));
    expect((await browser().get('/quay/khong-co')).status).toBe(404);
  });

  it('is on the list of market days, under its place and its days, today’s first', async () => {
    const other = await signedIn(({ stranger }) => stranger);
    const beside = `/quay/${people().sellers.stranger.slug}/sua`;
    await fillIn(other, beside, { place: 'chợ phiên Tam Đường  dãy 2', 'days.0': '1', 'days.2': '3' });
    const { text } = await browser().get('/quay').expect(200);
    // It is a Monday.
    const [, first = '', third = '', seventh = ''] = text.split('<h2');
    expect(first).toMatch(/Thứ Hai · hôm nay/);
    expect(first.match(/<h3>/g)).toHaveLength(1);
    for (const name of [people().sellers.household.name, people().sellers.stranger.name]) expect(first).toContain(name);
    expect(first).toContain('5 giờ đến 11 giờ');
    // What it sells today, and only where there is some.
    expect(first).toContain('Miến dong');
    expect(third).not.toContain('Miến dong');
    expect(third).toContain('Thứ Tư');
    expect(third).not.toContain(people().sellers.household.name);
    expect(seventh).toContain('Chủ nhật');
    expect(seventh).not.toContain(people().sellers.stranger.name);
  });

  it('gives its settings back as they were ticked when something in them is wrong', async () => {
    const agent = await signedIn(({ household }) => household);
    const ticked = (text: string) => [...text.matchAll(/name="days\.(\d)"[^>]* checked/g)].map(([, day]) => day);
    await fillIn(agent, page('/sua'), { place: 'Chợ', 'days.0': '1', 'days.6': '7' });
    expect(ticked((await agent.get(page('/sua'))).text)).toEqual(['0', '6']);
    const { status, text } = await fillIn(agent, page('/sua'), {
      place: 'x'.repeat(121),
      'days.2': '3',
      'days.6': '7',
    });
    expect(status).toBe(422);
    expect(ticked(text)).toEqual(['2', '6']);
  });

  it('lets a cooperative sell its households’ goods, each for its own money, and nobody else’s', async () => {
    const { sellers } = people();
    const agent = await signedIn(({ cooperative }) => cooperative);
    const path = `/quay/${sellers.ours.slug}/sua`;
    const foreign = await fillIn(agent, path, { 'guestIds.0': sellers.stranger.id });
    expect(foreign.status).toBe(422);
    await fillIn(agent, path, { 'guestIds.3': at.stall });
    const sold = await fillIn(agent, `/quay/${sellers.ours.slug}/ban`, {
      'lines.0.packId': at.packId,
      'lines.0.quantity': '1',
    });
    const [sale = ''] = (sold.headers.location ?? '').split('#');
    expect((await agent.get(sale)).text).toContain(sellers.household.name);
  });

  it('shows a merchant’s code just as its bank gave it, and refuses any other', async () => {
    const agent = await signedIn(({ household }) => household);
    for (const code of [pasted, encode({ bin: '970436', number: '1' }), 'https://example.com'])
      expect((await fillIn(agent, page('/ma-cua-hang'), { code })).status).toBe(422);
    expect((await fillIn(agent, page('/ma-cua-hang'), {})).status).toBe(422);
    expect((await browser().get(page('/ma-cua-hang.svg'))).status).toBe(404);
    await fillIn(agent, page('/ma-cua-hang'), { code: merchants });
    expect((await browser().get(page())).text).toContain('Hanh');
    expect((await browser().get(page('/ma-cua-hang.svg'))).status).toBe(200);
    await fillIn(agent, page('/ma-cua-hang'), { take: 'away' });
    expect((await browser().get(page())).text).not.toContain('Hanh');
  });
});

describe('a merchant’s code with an amount', () => {
  const seen = async (agent: Agent, path: string) => {
    const { body } = await agent.get(path).buffer(true).parse(whole).expect(200);
    const png = await sharp(body as Buffer)
      .resize(600)
      .png()
      .toBuffer();
    const code = readPaymentCode((await codeInPhoto(png)) ?? '');
    return code?.is === 'merchant' ? [code.number, code.asksFor] : code;
  };

  it('is shown on a sale after the seller’s own test payment has come, and not before', async () => {
    const agent = await signedIn(({ household }) => household);
    await fillIn(agent, page('/ma-cua-hang'), { code: merchants });
    const [sale = ''] = ((await fillIn(agent, page('/ban'), { amountVnd: '45000' })).headers.location ?? '').split('#');
    const shown = `${sale}/ma-cua-hang.svg`;
    const number = '100005092544';
    expect((await agent.get(sale)).text).toContain('khách tự gõ 45.000');
    expect(await seen(agent, shown)).toEqual([number, null]);
    expect(await seen(agent, page('/ma-cua-hang-thu.svg'))).toEqual([number, 1000]);
    await fillIn(agent, page('/ma-cua-hang'), { take: 'failed' });
    expect(await seen(agent, shown)).toEqual([number, null]);
    await fillIn(agent, page('/ma-cua-hang'), { take: 'tested' });
    expect((await agent.get(sale)).text).toContain('đã kèm 45.000');
    expect(await seen(agent, shown)).toEqual([number, 45_000]);
    // The stall's own page and its poster show it as its bank gave it.
    expect(await seen(browser(), page('/ma-cua-hang.svg'))).toEqual([number, null]);
    await fillIn(agent, page('/ma-cua-hang'), { code: merchants });
    expect(await seen(agent, shown)).toEqual([number, null]);
    expect((await (await signedIn(({ stranger }) => stranger)).get(shown)).status).toBe(404);
  });

  it('is printed unchanged, in the size of a poster or a card', async () => {
    const agent = await signedIn(({ household }) => household);
    const { body } = await agent.get(page('/bang-ma-cua-hang.pdf?kho=a6')).buffer(true).parse(whole).expect(200);
    const { pages, pageSize, text } = await see(body as Buffer, 200);
    expect([Math.round(pageSize.width), Math.round(pageSize.height), pages.length]).toEqual([105, 148, 1]);
    expect(text).toContain('Hanh');
    expect(await decode(pages)).toEqual([merchants]);
    await fillIn(agent, page('/ma-cua-hang'), { take: 'away' });
    expect((await agent.get(page('/bang-ma-cua-hang.pdf'))).status).toBe(409);
  });
});

describe('a look at a stall’s stand', () => {
  it('knows its own code from a pasted-over one, and says whose that is', async () => {
    const agent = await signedIn(({ household }) => household);
    const look = async (code: string) => {
      const answer = await fillIn(agent, page('/kiem-tra'), { code });
      return (await agent.get(answer.headers.location ?? '')).text;
    };
    expect(await look(encode({ bin: '970436', number: at.account }))).toContain('Đúng là mã của quầy');
    const other = await anAccount(people().sellers.stranger.id);
    const foreign = await look(encode({ bin: '970436', number: other.number }));
    expect(foreign).toContain('KHÔNG phải mã của quầy');
    expect(foreign).toContain(people().sellers.stranger.name);
    expect(await look(pasted)).toContain('không ngân hàng nào nhận');
  });

  it('is ticked on the officer’s round, and a stranger’s to nobody', async () => {
    const officer = await signedIn((commune) => commune.officer);
    expect((await officer.get('/kiem-tra-quay')).text).toContain('Chưa xem');
    await fillIn(officer, page('/kiem-tra'), { code: encode({ bin: '970436', number: at.account }) });
    expect((await officer.get('/kiem-tra-quay')).text).toContain('Đúng mã của quầy');
    expect((await (await signedIn(({ stranger }) => stranger)).get(page('/kiem-tra'))).status).toBe(404);
    expect((await (await signedIn(({ household }) => household)).get('/kiem-tra-quay')).status).toBe(403);
  });
});
