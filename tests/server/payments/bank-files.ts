import fc from 'fast-check';
import { type BankFile, narrow, text, wide, xlsx } from './a-bank-file.ts';
import { describedFiles } from './described-banks.ts';

/** What banks do to a file besides: separators, letters, signs, headings in two rows or languages, no direction at all. */
const shapes: readonly BankFile[] = [
  {
    bank: 'heading low in a workbook, two columns, balances and totals',
    bytes: xlsx([
      ['NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM', null],
      ['SAO KÊ TÀI KHOẢN', null],
      ['Số tài khoản', '0011004000000', 'Loại tiền', 'VND'],
      ['Từ ngày 01/11/2026 đến ngày 30/11/2026', null],
      ['STT', 'Ngày giao dịch', 'Số tham chiếu', 'Số tiền ghi nợ', 'Số tiền ghi có', 'Mô tả'],
      ['1', '16/11/2026', '5078.62453', '85,000', '', 'CHI PHI'],
      ['2', '16/11/2026', '5213.77001', '', '60,000', 'BLAAAAAAAA CT tu 0123'],
      ['3', '17/11/2026', '5213.77002', '', 125000, 'MUA MIEN DONG'],
      ['Tổng số', null, null, '85,000', '185,000', null],
      ['Số dư cuối kỳ', null, null, null, '9,100,000', null],
    ]),
    came: [
      ['2026-11-16', 60_000, '5213.77001'],
      ['2026-11-17', 125_000, '5213.77002'],
    ],
  },
  {
    bank: 'HTML called XLS, heading in two rows',
    bytes: text([
      '<html><head><meta charset="utf-8"></head><body><table><tr><td colspan=6>SAO KÊ TÀI KHOẢN TIỀN GỬI</td></tr>',
      '<tr><th>Ngày giao dịch</th><th>Số chứng từ</th><th colspan=2>Phát sinh</th><th>Số dư</th><th>Diễn giải</th></tr>',
      '<tr><th></th><th></th><th>Nợ</th><th>Có</th><th></th><th></th></tr>',
      '<tr><td></td><td></td><td></td><td></td><td>1.000.000</td><td>Số dư đầu kỳ</td></tr>',
      '<tr><td>16/11/2026 08:12:01</td><td>AG0001</td><td>0</td><td>60.000</td><td>1.060.000</td><td>MUA&nbsp;GAO</td></tr>',
      '<tr><td>16/11/2026 09:00:00</td><td>AG0002</td><td>20.000</td><td>0</td><td>1.040.000</td><td>RUT TIEN</td></tr>',
      '<tr><td colspan=2>Cộng phát sinh ngày</td><td>20.000</td><td>60.000</td><td></td><td></td></tr></table></body></html>',
    ]),
    came: [['2026-11-16', 60_000, 'AG0001']],
  },
  {
    bank: 'semicolons under a line with commas, D/C column',
    bytes: text([
      'Chi nhánh Lai Châu, Phòng giao dịch Tam Đường, Lai Châu',
      'Ngày giao dịch;Mã giao dịch;D/C;Số tiền;Nội dung',
      '16/11/2026 10:00;BD00001;C;60.000;BLBBBBBBBB',
      '16/11/2026 11:00;BD00002;D;15.000;PHI, THUE',
      'Ngày giao dịch;Mã giao dịch;D/C;Số tiền;Nội dung',
      '17/11/2026 11:00;BD00003;C;70.000;MAT ONG',
    ]),
    came: [
      ['2026-11-16', 60_000, 'BD00001'],
      ['2026-11-17', 70_000, 'BD00003'],
    ],
  },
  {
    bank: 'UTF-16 with tabs, one column with signs',
    bytes: wide([
      'Ngày giờ\tNội dung\tSố tiền\tSố dư\tSố tham chiếu',
      '16/11/2026 10:00:00\tBLCCCCCCCC\t+60,000 VND\t1,060,000\tVT00001',
      '16/11/2026 11:00:00\tCHUYEN DI\t-85,000 VND\t975,000\tVT00002',
    ]),
    came: [['2026-11-16', 60_000, 'VT00001']],
  },
  {
    bank: 'English, brackets for what went out',
    bytes: text([
      'No.,Transaction date,Description,Amount (VND),Balance,Reference',
      '1,16/11/2026,BLDDDDDDDD,"60,000","1,060,000",TC00001',
      '2,16/11/2026,TRANSFER OUT,"(85,000)","975,000",TC00002',
      ',,Total,"(25,000)",,',
    ]),
    came: [['2026-11-16', 60_000, 'TC00001']],
  },
  {
    bank: 'amounts as numbers, days as days',
    bytes: xlsx([
      ['Ngày giao dịch', 'Số bút toán', 'Phát sinh nợ', 'Phát sinh có', 'Số dư', 'Nội dung'],
      [{ day: '2026-11-16' }, 'FT26320000001', 0, 60000, 1_060_000, 'BLEEEEEEEE'],
      [{ day: '2026-11-17' }, 'FT26321000002', 85000, 0, 975_000, 'CHI'],
      ['Tổng cộng', null, 85000, 60000, null, null],
    ]),
    came: [['2026-11-16', 60_000, 'FT26320000001']],
  },
  {
    bank: 'Windows-1258, bars, minus signs of print',
    bytes: narrow([
      'Ngày|Diễn giải|Tiền ra|Tiền vào|Mã giao dịch',
      '16/11/2026|Chuyển khoản|0|60.000 VND|LP00001',
      '16/11/2026|Trả nợ|15.000 VND|0|LP00002',
      '',
    ]),
    came: [['2026-11-16', 60_000, 'LP00001']],
  },
  {
    bank: 'one column without signs, asked once',
    bytes: text(
      [
        'Ngày hiệu lực,Diễn giải,Số tiền,Số GD',
        '16/11/2026,BLFFFFFFFF,60.000 VNÐ,AC00001',
        '17/11/2026,MUA MIEN,70.000 VNĐ,AC00002',
      ].map((line) => line.replaceAll(' ', ' ')),
    ),
    answer: { amount: 'in' },
    came: [
      ['2026-11-16', 60_000, 'AC00001'],
      ['2026-11-17', 70_000, 'AC00002'],
    ],
  },
  {
    bank: 'Vietnamese and English heading one below the other, a word for the direction',
    bytes: xlsx([
      ['Ngày giao dịch', 'Loại giao dịch', 'Số tiền', 'Mô tả', 'Số chứng từ'],
      ['Transaction date', 'Type', 'Amount', 'Description', 'Ref'],
      ['16/11/2026 07:01', 'Ghi có', '60.000', 'BLGGGGGGGG', 'SC00001'],
      ['16/11/2026 07:02', 'Ghi nợ', '85.000', 'CHI', 'SC00002'],
      ['Số dư cuối kỳ', null, '975.000', null, null],
    ]),
    came: [['2026-11-16', 60_000, 'SC00001']],
  },
];

export const bankFiles: readonly BankFile[] = [...describedFiles, ...shapes];

/** One thing that goes wrong with a file. */
export const aChange = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255), how: fc.nat(3) });

/** Bytes changed, taken out, put in or repeated; of a workbook, the bytes of its zip. */
export function mutated(bytes: Uint8Array, changes: readonly { at: number; byte: number; how: number }[]): Uint8Array {
  const result = [...bytes];
  for (const { at, byte, how } of changes) {
    const place = Math.floor(at * result.length);
    if (how === 0) result[place] = byte;
    else if (how === 1) result.splice(place, 1 + (byte % 20));
    else if (how === 2) result.splice(place, 0, byte);
    else result.splice(place, 0, ...result.slice(place, place + byte));
  }
  return Uint8Array.from(result);
}
