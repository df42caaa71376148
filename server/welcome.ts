import type { Config } from './config.ts';
import { isDemonstration } from './database/marks.ts';

/** Tells the person at the terminal which pages to open and how to sign in. */
export async function welcome(config: Config): Promise<void> {
  const demonstration = await isDemonstration();
  process.stdout.write(`${(demonstration ? demonstrationLines(config) : plainLines(config)).join('\n')}\n`);
}

const plainLines = ({ publicUrl, host, port }: Config): string[] => [
  `Chợ Bình Lư · ${publicUrl} (listening on ${host}:${port})`,
];

function demonstrationLines(config: Config): string[] {
  const { publicUrl } = config;
  return [
    ...plainLines(config),
    '',
    '  Dữ liệu mẫu / demonstration data. Open:',
    `    ${publicUrl}/                 chợ / the market`,
    `    ${publicUrl}/dang-nhap        đăng nhập / sign in`,
    `    ${publicUrl}/ban-lam-viec     bàn làm việc / the desk`,
    `    ${publicUrl}/01/09506000134352/10/LOT-DEMO-1   một lô để quét / a batch as scanned`,
    `    ${publicUrl}/api              giao diện cho máy / for programs`,
    '',
    '  Đăng nhập / sign in (số điện thoại / phone, PIN 246810):',
    '    0900000101  hộ / household',
    '    0900000102  hộ của hợp tác xã khác / household of another cooperative',
    '    0900000201  hợp tác xã / cooperative',
    '    0900000301  cán bộ xã / commune officer',
  ];
}
