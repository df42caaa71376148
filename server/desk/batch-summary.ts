import { findProducts } from '../catalog/products.ts';
import { formatDay, formatMoment, formatNumber } from '../format.ts';
import { findSellers } from '../identity/sellers.ts';
import { type ReportSection, reportPdf } from '../press/report.ts';
import type { Cell } from '../tables.ts';
import type { Balance } from '../traceability/balance.ts';
import type { Batch } from '../traceability/batches.ts';
import { staffStory } from '../traceability/timeline.ts';
import type { Node, Trace } from '../traceability/trace.ts';
import type { ZippedFile } from '../zip-stream.ts';

interface Summary {
  batch: Batch;
  trace: Trace;
  balance: Balance;
  tests: readonly (readonly Cell[])[];
  files: readonly ZippedFile[];
  by: string;
  at: Date;
}

// What is more stands in the tables of the file.
const mostRows = 60;

/** What an authority reads first, on paper: Vietnamese alone, as its other papers are. */
export async function summaryOf(summary: Summary): Promise<Buffer> {
  const { batch, by, at } = summary;
  const [[product], [seller]] = await Promise.all([findProducts([batch.productId]), findSellers([batch.sellerId])]);
  const lines = [`Chợ Bình Lư. Lập lúc ${formatMoment(at)}, người lấy hồ sơ: ${by}`];
  const about: ReportSection = {
    heading: 'Lô hàng',
    facts: [
      ['Mặt hàng', product?.name ?? ''],
      ['Người làm', [seller?.name, seller?.village].filter(Boolean).join(', ')],
      ['Mã lô', batch.code],
      ['Số lô trên nhãn', batch.lot],
      ['Lượng', `${formatNumber(batch.quantity.value, 'vi')} ${batch.quantity.unit}`],
      ['Ngày làm', formatDay(batch.producedOn)],
      ['Hạn sử dụng', batch.expiresOn ? formatDay(batch.expiresOn) : 'không ghi'],
      ['Tình trạng', stateOf(batch)],
      [
        'Lịch sử ghi',
        batch.chain.ok ? 'nguyên vẹn, không bước nào bị sửa hay bỏ' : `hỏng từ ${batch.chain.firstBroken}`,
      ],
    ],
  };
  const sections = [
    about,
    ...recallOf(batch),
    eventsOf(batch),
    ...kinOf(summary.trace),
    balanceSection(summary.balance),
  ];
  return reportPdf({
    title: `Hồ sơ lô ${batch.lot}`,
    lines,
    sections: [...sections, testsOf(summary.tests), filesOf(summary.files)],
    createdAt: at,
  });
}

function stateOf({ state, gate }: Batch): string {
  if (state === 'recalled') return 'đang thu hồi';
  if (gate === 'failed') return 'có kết quả không đạt, không được bán';
  return gate === 'waiting' ? 'chờ kiểm nghiệm, chưa được bán' : 'được bán';
}

const recallOf = ({ recall }: Batch): ReportSection[] =>
  recall === null
    ? []
    : [
        {
          heading: 'Thu hồi',
          facts: [
            ['Từ lúc', formatMoment(recall.at)],
            ['Vì lô', recall.from],
            ['Lý do', recall.reason.vi],
            ['Người mua nên', recall.advice.vi],
          ],
        },
      ];

const shortened = (lines: readonly (readonly string[])[], file: string): Pick<ReportSection, 'note'> =>
  lines.length > mostRows ? { note: `Còn ${lines.length - mostRows} dòng nữa trong tệp ${file}.` } : {};

function table(
  heading: string,
  head: readonly string[],
  lines: readonly (readonly string[])[],
  file: string,
): ReportSection {
  if (lines.length === 0) return { heading, note: 'Không có.' };
  return { heading, rows: { head, lines: lines.slice(0, mostRows) }, ...shortened(lines, file) };
}

function eventsOf(batch: Batch): ReportSection {
  const hashes = new Map(batch.events.map(({ id, hash }) => [id, hash]));
  const lines = staffStory(batch).map(({ eventId, name, occurredAt, recordedAt }) => [
    formatMoment(occurredAt),
    formatMoment(recordedAt),
    name.vi,
    (hashes.get(eventId) ?? '').slice(0, 16),
  ]);
  return table('Các bước đã ghi', ['Xảy ra', 'Ghi lúc', 'Bước', 'Mã băm'], lines, `lo-${batch.code}.json`);
}

const kinLine = (node: Node): string[] =>
  node.hidden
    ? [String(node.generation), '', '(của người bán khác)', '', '']
    : [
        String(node.generation),
        node.lot ?? node.id,
        node.productName,
        node.sellerName,
        node.state === 'recalled' ? 'thu hồi' : formatDay(node.producedOn),
      ];

const kinHead = ['Đời', 'Số lô', 'Hàng', 'Người làm, người bán', 'Ngày'];

const kinOf = ({ back, beside, forward }: Trace): ReportSection[] => [
  table('Làm từ', kinHead, back.map(kinLine), 'gia-dinh.csv'),
  ...(beside.length > 0 ? [table('Ra cùng lúc', kinHead, beside.map(kinLine), 'gia-dinh.csv')] : []),
  table('Làm ra', kinHead, forward.map(kinLine), 'gia-dinh.csv'),
];

function balanceSection({
  in: lines,
  made,
  beside,
  packed,
  writtenOff,
  left,
  unit,
  verdict,
  answers,
}: Balance): ReportSection {
  const amount = (value: number): string => `${formatNumber(value, 'vi')} ${unit}`;
  const total = lines.reduce((sum, { value }) => sum + (value ?? 0), 0);
  const besides = beside.reduce((sum, { value }) => sum + (value ?? 0), 0);
  const words = { even: 'cân đối', ask: 'khác mức thường thấy', over: 'ra nhiều hơn nguyên liệu đã ghi' };
  return {
    heading: 'Cân đối nguyên liệu',
    facts: [
      ['Nguyên liệu', amount(total)],
      ['Làm ra', amount(made)],
      ...(beside.length > 0 ? [['Thứ khác ra cùng lúc', amount(besides)] satisfies [string, string]] : []),
      ['Đã đóng gói', amount(packed)],
      ['Hao hụt, cho, dùng', amount(writtenOff)],
      ['Còn lại', amount(left)],
      ['Kết luận', words[verdict]],
      ...answers.map(({ said, at }): [string, string] => [`Trả lời ${formatMoment(at)}`, said]),
    ],
  };
}

const textOf = (cell: Cell): string =>
  typeof cell === 'object' ? (cell === null ? '' : formatDay(cell.day)) : String(cell);

const testsOf = (tests: Summary['tests']): ReportSection =>
  table(
    'Kiểm nghiệm',
    ['Lô', 'Ngày', 'Chỉ tiêu', 'Kết quả', 'Đơn vị', 'Giới hạn'],
    tests.map((row) => row.slice(0, 6).map(textOf)),
    'kiem-nghiem.csv',
  );

const filesOf = (files: readonly ZippedFile[]): ReportSection =>
  table(
    'Các tệp trong hồ sơ',
    ['Tệp', 'SHA-256'],
    files.map(({ name, sha256 }) => [name, sha256]),
    'ma-bam.csv',
  );
