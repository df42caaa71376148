import { beforeAll, describe, expect, it } from 'vitest';
import { PlotModel } from '../../../server/plots/plot.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { someGoods } from '../traceability/makers.ts';

useDatabase();
const { browser, program } = testApp();
let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
  await someGoods(commune.household.actor);
});

const staff = () => program(commune.cooperative.token);
const bring = (kind: string, rows: string[][]) =>
  staff()
    .post('/api/v1/imports')
    .field('kind', kind)
    .attach('file', Buffer.from(rows.map((row) => row.join(';')).join('\r\n')), 'ds.csv');
const act = (id: string, what: 'run' | 'undo') => staff().post(`/api/v1/imports/${id}/${what}`).send({});
const members = async (): Promise<string> => (await agent.get('/thanh-vien.csv')).text;
const agent = browser();

const phones = (n: number): string => `0977${String(100_000 + n)}`;
const list = (count: number, from: number): string[][] => [
  ['Danh sách hộ bản Nà Đa'],
  ['STT', 'Họ và tên chủ hộ', 'SĐT', 'Bản', 'Dân tộc'],
  ...Array.from({ length: count }, (_, n) => [`${n + 1}`, `Hộ Lò Văn ${n + from}`, phones(n + from), 'Nà Đa', 'Thái']),
];

describe('a list of households', () => {
  beforeAll(async () => {
    const { text } = await agent.get('/dang-nhap');
    const key = /name="_key" value="([^"]+)"/.exec(text)?.[1];
    await agent.post('/dang-nhap').type('form').send({ phone: commune.cooperative.phone, pin: '246810', _key: key });
  });

  it('is looked at first: each mistake by its line and column, and nothing made', async () => {
    const rows = list(3, 0);
    rows.push(
      ['4', 'Hộ Vàng A', '12345', 'Nà Đa', ''],
      [],
      ['6', '', phones(1), 'Nà Đa', ''],
      ['7', 'Hộ B', phones(2), '', ''],
    );
    rows.push(['8', 'Hộ C', phones(2), 'Nà Đa', ''], ['9', 'Hộ D', commune.neighbour.phone, 'Nà Đa', '']);
    const { status, body } = await bring('households', rows);
    expect([status, body.rows, body.wouldMake]).toEqual([201, 8, 3]);
    expect(body.mistakes.map(({ line, column, code }: Record<string, string>) => [line, column, code])).toEqual([
      [6, 'C', 'phone-not-readable'],
      [8, 'B', 'required'],
      [9, 'D', 'required'],
      [10, 'C', 'phone-twice'],
      [11, 'C', 'phone-of-another'],
    ]);
    expect(await members()).not.toContain('Lò Văn');
  });

  it('of 65 is made by one run, once however often it is run, and taken back', async () => {
    const { body } = await bring('households', list(65, 100));
    const runs = await Promise.all([act(body.id, 'run'), act(body.id, 'run')]);
    expect(runs.map(({ status }) => status)).toEqual([201, 201]);
    expect((await act(body.id, 'run')).body.wouldMake).toBe(65);
    expect(new Set((await members()).match(/Hộ Lò Văn 1\d\d\b/g)).size).toBe(65);
    const undone = await act(body.id, 'undo');
    expect([undone.status, undone.body.state]).toEqual([201, 'undone']);
    expect(await members()).not.toContain('Lò Văn');
    expect((await act(body.id, 'run')).status).toBe(409);
    expect((await bring('households', list(65, 100))).body.wouldMake).toBe(65);
  });

  it('brings plots along: a household named again tells of one more, a wrong one keeps its line out', async () => {
    const head = [
      'Người đại diện',
      'ĐT',
      'Thôn/Bản',
      'Tên thửa',
      'Diện tích (m2)',
      'Mã vùng trồng',
      'Số đàn ong',
      'Toạ độ',
    ];
    const rows = [
      head,
      ['Lò Thị Một', phones(901), 'Nà Đa', 'Ruộng trên', '1200', 'VN-LCOR-7', '', '22.331, 103.611'],
      ['Lò Thị Một', phones(901), 'Nà Đa', 'Đồi ong', '', '', '24', ''],
      ['Lò Thị Hai', phones(902), 'Nà Đa', '', '500', '', '', ''],
      ['Lò Thị Ba', phones(903), 'Nà Đa', 'Nương', '1.250', '', '', '48.8, 2.3'],
      ['Lò Thị Bốn', phones(904), 'Nà Đa', '', '', '', '', ''],
      ['Lò Thị Bốn', phones(904), 'Nà Đa', '', '', '', '', ''],
    ];
    const { body } = await bring('households', rows);
    expect(body.mistakes.map(({ line, column, code }: Record<string, string>) => [line, column, code])).toEqual([
      [4, 'D', 'plot-name-needed'],
      [5, 'E', 'two-readings'],
      [5, 'H', 'position-outside'],
      [7, 'B', 'phone-twice'],
    ]);
    expect(body.wouldMake).toBe(3);
    expect(JSON.stringify(body)).not.toContain('22.331');
    await act(body.id, 'run');
    const { body: again } = await act(body.id, 'run');
    expect(again.wouldMake).toBe(3);
    const plots = await PlotModel.find().sort({ area: -1 }).lean();
    expect(plots.map(({ name, use, area, hives }) => [name, use, area, hives])).toEqual([
      ['Ruộng trên', 'growing', 1200, null],
      ['Đồi ong', 'hives', null, 24],
    ]);
    expect((await act(body.id, 'undo')).body.state).toBe('undone');
    expect(await PlotModel.countDocuments({})).toBe(0);
    expect(await members()).not.toMatch(/Lò Thị (Một|Bốn)/);
  });

  it('without headings is sent back in words', async () => {
    const { status, body } = await bring('households', [['a', 'b']]);
    expect([status, body.type]).toEqual([422, expect.stringMatching(/sheet-without-headings$/)]);
  });

  it('is shown with its columns to choose', async () => {
    const { body } = await bring('households', list(1, 300));
    const { text } = await agent.get(`/nhap-danh-sach/${body.id}`);
    expect(text).toContain('Có 1 dòng. Sẽ ghi 1.');
    expect(text).toMatch(/<option value="phone" selected>/);
    expect((await agent.get('/nhap-danh-sach')).status).toBe(200);
  });
});

describe('a sheet of batches', () => {
  const head = ['Mặt hàng', 'Số lượng', 'Ngày làm', 'HSD', 'Số lô'];

  it('asks about a number with two readings, and makes the rest once', async () => {
    const rows = [
      head,
      ['Miến dong thử', '45 kg', '28/10/2025', '28/10/2026', 'MUA25-1'],
      ['Miến dong thử', '1.250', '29/10/2025', '', ''],
      ['Gạo', '10', '31/02/2025', '', ''],
      ['Miến dong thử', '7', '30/10/2025', '2026', 'MUA25-0'],
    ];
    const { body } = await bring('batches', rows);
    expect(body.mistakes.map(({ line, column, code }: Record<string, string>) => [line, column, code])).toEqual([
      [3, 'B', 'two-readings'],
      [4, 'A', 'product-unknown'],
      [4, 'C', 'not-a-day'],
      [5, 'D', 'not-a-day'],
    ]);
    expect(body.wouldMake).toBe(1);
    await act(body.id, 'run');
    await act(body.id, 'run');
    expect(await BatchModel.countDocuments({ lot: 'MUA25-1' })).toBe(1);
  });

  it('is taken back while nothing stands on it, and not after', async () => {
    const { body } = await bring('batches', [head, ['Miến dong thử', '9', '01/10/2025', '', 'MUA25-2']]);
    await act(body.id, 'run');
    const batch = await BatchModel.findOne({ lot: 'MUA25-2' }).lean();
    await program(commune.household.token)
      .post(`/api/v1/batches/${batch?.code}/events`)
      .send({ stage: 'planting', occurredAt: noon.toISOString() })
      .expect(201);
    const refused = await act(body.id, 'undo');
    expect([refused.status, refused.body.type]).toEqual([409, expect.stringMatching(/batch-in-use$/)]);
    const other = await bring('batches', [head, ['Miến dong thử', '9', '01/10/2025', '', 'MUA25-3']]);
    await act(other.body.id, 'run');
    await act(other.body.id, 'undo');
    expect(await BatchModel.countDocuments({ lot: { $in: ['MUA25-2', 'MUA25-3'] } })).toBe(1);
  });
});
