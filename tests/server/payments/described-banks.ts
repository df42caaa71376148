import { type BankFile, text, xlsx } from './a-bank-file.ts';
import exports from './bank-exports.json' with { type: 'json' };

const headingsOf = (name: string): readonly string[] => {
  const found = exports.banks.find(({ bank }) => bank === name);
  if (!found) throw new Error(`bank-exports.json tells nothing of ${name}`);
  return found.headings;
};

/** Made by us after what `bank-exports.json` tells of each bank; no line of a real account is in them. */
export const describedFiles: readonly BankFile[] = [
  {
    bank: 'Vietcombank: number of the entry in the cell of its day, balances and totals',
    bytes: xlsx([
      ['SAO KÊ TÀI KHOẢN\nSTATEMENT OF ACCOUNT', null],
      ['Số tài khoản/ Account number:', null, '0011004000000'],
      ['Loại tiền/ Currency:', null, 'VND'],
      ['Số dư đầu kỳ/ Opening balance:', null, '9,000,000 VND'],
      headingsOf('Vietcombank'),
      ['1', '16/11/2026\n5078.62453', '85,000', '', '8,915,000', 'CHI PHI'],
      ['2', '16/11/2026                       5213 - 77001', '', '60,000', '8,975,000', 'BLAAAAAAAA CT tu 0123'],
      ['3', '17/11/2026\n5213.77002', 0, 125000, '9,100,000', 'MUA MIEN DONG'],
      ['Tổng số/ Total', null, '85,000', '185,000', null, null],
      ['Số dư cuối kỳ/ Closing balance:', null, '9,100,000 VND'],
    ]),
    came: [
      ['2026-11-16', 60_000, '5213 - 77001'],
      ['2026-11-17', 125_000, '5213.77002'],
    ],
  },
  {
    bank: 'VietinBank: a day of booking with its time, a note below that begins with a day',
    bytes: xlsx([
      [null, 'Số dư đầu kỳ/Opening Balance:', 1_000_000],
      [null, 'Tổng giá trị ghi có/ Total credits:', 60_000, 'Tổng giá trị ghi nợ/ Total debits:', 20_000],
      headingsOf('VietinBank'),
      [
        1,
        '16-11-2026 14:34:15',
        'CT DEN: BLCCCCCCCC',
        0,
        60_000,
        1_060_000,
        '663F26B01',
        '123',
        'LO THI A',
        '',
        '',
        '16-11-2026 14:34:15',
      ],
      [
        2,
        '16-11-2026 15:00:00',
        'CT DI: TRA NO',
        20_000,
        0,
        1_040_000,
        '663F26B02',
        '',
        '',
        '',
        '',
        '16-11-2026 15:00:00',
      ],
      ['Từ ngày 21/03/2025, VietinBank thực hiện cập nhật lại báo cáo sao kê'],
    ]),
    came: [['2026-11-16', 60_000, '663F26B01']],
  },
  {
    bank: 'Techcombank: no diacritics, a minus in the column of what went out',
    bytes: text([
      'So tai khoan/Account number,19000000000000',
      'Loai tien/Currency,VND',
      headingsOf('Techcombank').join(','),
      '2026-11-16 10:11:16,2026-11-16,FT26320000001,MB,123,,BLDDDDDDDD,,60000,,,1060000',
      '2026-11-16 11:00:00,2026-11-16,FT26320000002,,,,CHUYEN DI,-85000,,,,975000',
      'Phieu nay duoc in tu he thong',
    ]),
    came: [['2026-11-16', 60_000, 'FT26320000001']],
  },
  {
    bank: 'BIDV: HTML, a day of effect beside that of the entry, amounts with hundredths',
    bytes: text([
      '<html><head><meta charset="utf-8"></head><body><table>',
      `<tr>${headingsOf('BIDV')
        .map((heading) => `<th>${heading.replace(' (', '<br>(')}</th>`)
        .join('')}</tr>`,
      '<tr><td colspan=6>Số dư đầu kỳ/<br>(Opening balance)</td><td>1.368.053,00</td><td colspan=4></td></tr>',
      '<tr><td>1</td><td>16/11/2026<br>23:05:21</td><td>17/11/2026</td><td>9900</td><td></td><td>60,000.00</td><td>1,428,053.00</td><td>BD00001</td><td>999</td><td>100</td><td>BLBBBBBBBB</td></tr>',
      '<tr><td>2</td><td>17/11/2026<br>08:00:00</td><td>17/11/2026</td><td>9900</td><td>15,000.00</td><td></td><td>1,413,053.00</td><td>BD00002</td><td>999</td><td>100</td><td>PHI</td></tr>',
      '<tr><td colspan=4>Cộng phát sinh<br>(Total Amount)</td><td>15,000.00</td><td>60,000.00</td><td colspan=5></td></tr>',
      '<tr><td colspan=6>Số dư cuối kỳ<br>(Closing balance)</td><td>1,413,053.00</td><td colspan=4></td></tr></table></body></html>',
    ]),
    came: [['2026-11-16', 60_000, 'BD00001']],
  },
  {
    bank: 'MB: two days, amounts with hundredths, totals without a day',
    bytes: xlsx([
      ['NGÂN HÀNG TMCP QUÂN ĐỘI', null],
      ['Tài khoản/Account No: 0000123456789', null],
      headingsOf('MB'),
      ['1', '16/11/2026 10:00:00', '16/11/2026', '0', '60,000.00', '1,060,000.00', 'BLEEEEEEEE', 'FT26320000001'],
      ['2', '17/11/2026 11:00:00', '17/11/2026', '85,000.00', '0', '975,000.00', 'CHI', 'FT26321000002'],
      ['Tổng cộng', null, null, '85,000.00', '60,000.00', null, null, null],
    ]),
    came: [['2026-11-16', 60_000, 'FT26320000001']],
  },
  {
    bank: 'ACB: what was drawn and what was paid in, balances above the table',
    bytes: xlsx([
      ['BẢNG SAO KÊ GIAO DỊCH - Tài khoản số: 0000123', null],
      ['Số dư đầu', 'Số tiền rút ra', 'Số tiền gửi vào', 'Số dư cuối'],
      ['1,000,000', '15,000', '60,000', '1,045,000'],
      headingsOf('ACB'),
      ['17/11/2026', '16/11/2026', '1001', 'BLFFFFFFFF', '', '60,000', '1,060,000', 'LO THI A', '123'],
      ['17/11/2026', '17/11/2026', '1002', 'RUT TIEN', '15,000', '', '1,045,000', '', ''],
    ]),
    came: [['2026-11-16', 60_000, '1001']],
  },
  {
    bank: 'Agribank: columns named by the fields of its program',
    bytes: xlsx([
      headingsOf('Agribank'),
      ['2026-11-16', 'IBFT', 60_000, 1_060_000, '123', 'MB(0001)(MUA GAO)'],
      ['2026-11-16', 'Withdrawal BankNet ATM', -20_000, 1_040_000, '', 'RUT TM'],
    ]),
    came: [['2026-11-16', 60_000, '']],
  },
  {
    bank: 'MSB: balances and totals as rows of the table',
    bytes: xlsx([
      headingsOf('MSB'),
      ['Số dư đầu kỳ/Opening balance', null, null, null, null, null, '1,000,000'],
      ['16/11/2026', 'MS00001', 'LO THI A', 'MUA MAT ONG', '', '60,000', '1,060,000'],
      ['16/11/2026', 'MS00002', 'EVN', 'TIEN DIEN', '85,000', '', '975,000'],
      ['Tổng phát sinh/Total debit - credit amount', null, null, null, '85,000', '60,000', null],
      ['Số dư cuối kỳ/Closing balance', null, null, null, null, null, '975,000'],
    ]),
    came: [['2026-11-16', 60_000, 'MS00001']],
  },
  {
    bank: 'VIB: a kind of entry that says no way, numbers of transactions below',
    bytes: xlsx([
      ['SAO KÊ THEO NGÀY GIAO DỊCH', null],
      headingsOf('VIB'),
      ['2632000001', '16/11/2026', 'NTRF', '', '60,000', '1,060,000', 'BLGGGGGGGG'],
      ['2632000002', '16/11/2026', 'NCHG', '11,000', '', '1,049,000', 'PHI DV'],
      ['Số dư cuối kỳ/Ending balance', null, null, null, null, '1,049,000', null],
      ['Tổng số giao dịch/Number of transactions', null, null, '1', '1', null, null],
    ]),
    came: [['2026-11-16', 60_000, '2632000001']],
  },
];

/** The banks whose exports `bank-exports.json` describes, and those that have a file here. */
export const [described, made] = [
  exports.banks.map(({ bank }) => bank),
  describedFiles.map(({ bank }) => bank.split(':')[0] ?? ''),
];
