import { formatAddress, formatDay, formatNumber } from '../format.ts';
import type { FormSheet } from '../press/form-sheet.ts';
import type { Cell, Rows } from '../tables.ts';
import type { RevenueBook, RevenueLine } from './revenue-book.ts';

/** The words of form S1a-HKD (Circular 152/2025/TT-BTC of 31/12/2025, Art. 4); quoted by others, to be compared with the Gazette. */
const words = {
  form: 'Mẫu số S1a-HKD',
  circular: '(Kèm theo Thông tư số 152/2025/TT-BTC ngày 31/12/2025 của Bộ trưởng Bộ Tài chính)',
  title: 'SỔ DOANH THU BÁN HÀNG HÓA, DỊCH VỤ',
  unit: 'Đơn vị tính: đồng',
  heads: ['Ngày tháng', 'Diễn giải', 'Số tiền'],
  letters: ['A', 'B', '1'],
  total: 'Tổng cộng',
  signer: 'NGƯỜI ĐẠI DIỆN HỘ KINH DOANH/CÁ NHÂN KINH DOANH',
  sign: '(Ký, ghi rõ họ tên, đóng dấu (nếu có))',
};

const headOf = ({ seller, taxCode, period }: RevenueBook) => {
  const address = formatAddress(seller.address);
  return {
    owner: [`HỘ, CÁ NHÂN KINH DOANH: ${seller.name}`, `Địa chỉ: ${address}`, `Mã số thuế: ${taxCode}`],
    below: [`Địa điểm kinh doanh: ${address}`, `Kỳ kê khai: từ ${formatDay(period.from)} đến ${formatDay(period.to)}`],
  };
};

/** An empty period has one line with nought, as the form asks. */
const filled = (
  lines: readonly RevenueLine[],
): readonly Pick<RevenueLine, 'day' | 'text' | 'amountVnd' | 'moneyDay'>[] =>
  lines.length > 0 ? lines : [{ day: '', text: '', amountVnd: 0, moneyDay: null }];

/** The book as it is printed and signed. */
export function revenueSheet(book: RevenueBook, at: Date): FormSheet {
  const { owner, below } = headOf(book);
  const money = (vnd: number) => formatNumber(vnd, 'vi');
  return {
    left: owner,
    right: [words.form, words.circular],
    title: words.title,
    below,
    unit: words.unit,
    heads: words.heads,
    letters: words.letters,
    widths: [70, 335, 90],
    lines: filled(book.lines).map(({ day, text, amountVnd }) => [day && formatDay(day), text, money(amountVnd)]),
    total: ['', words.total, money(book.totalVnd)],
    foot: ['Ngày … tháng … năm …', words.signer, words.sign],
    createdAt: at,
  };
}

/**
 * The same for spreadsheets: the head of the form, its columns A, B and 1, and beside them, outside the form, the day the money came.
 */
export function revenueTable(book: RevenueBook): Rows {
  const { owner, below } = headOf(book);
  const day = (value: string | null): Cell => (value ? { day: value } : null);
  return [
    [owner[0] ?? '', null, words.form],
    [owner[1] ?? '', null, words.circular],
    [owner[2] ?? ''],
    [null, words.title],
    ...below.map((line): Cell[] => [line]),
    [null, null, words.unit],
    [...words.heads, 'Ngày nhận tiền (ngoài mẫu)'],
    words.letters,
    ...filled(book.lines).map((line): Cell[] => [day(line.day), line.text, line.amountVnd, day(line.moneyDay)]),
    [null, words.total, book.totalVnd],
  ];
}
