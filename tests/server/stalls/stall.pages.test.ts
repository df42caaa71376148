import { describe, expect, it } from 'vitest';
import { encode } from '../../../server/payments/vietqr/encode.ts';
import { fillIn } from '../identity/browsers.ts';
import { anAccount } from '../payments/makers.ts';
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
