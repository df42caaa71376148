import { expect, it, vi } from 'vitest';
import '../../../web/scripts/page/way-out.ts';
import { appOf, intentFor } from '../../../web/scripts/outside/in-app.ts';
import agents from '../../server/agents.json' with { type: 'json' };

const named = Object.entries(agents.people);
const zalo = named.find(([name]) => name === 'the Zalo app on Android')?.[1] ?? '';

const open = (agent: string, page: string): HTMLElement => {
  vi.stubGlobal('navigator', { userAgent: agent });
  document.body.innerHTML = `${page}<way-out data-title="Trong {app}" data-open="Mở" data-how="Bấm ⋯" data-copy="Chép" data-copied="Đã chép"
    data-picture="Giữ tay" data-file="Trong {app} không tải được"></way-out>`;
  return document.querySelector('way-out') as HTMLElement;
};
const press = (selector: string): boolean =>
  document.querySelector(selector)?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })) ?? true;

it.each(named.filter(([name]) => /Zalo|Facebook|Messenger|TikTok|Instagram|Line|WeChat/.test(name)))(
  'knows %s as an app',
  (name, agent) => {
    expect(name).toContain(appOf(agent) ?? 'an app');
  },
);

it('takes no browser for an app', () => {
  const browsers = named.filter(([name]) =>
    /^(Chrome|Safari|Firefox|Edge|Opera|Samsung|Cốc Cốc|vivo|Oppo|Xiaomi)/.test(name),
  );
  expect(browsers.length).toBeGreaterThan(20);
  expect(browsers.filter(([, agent]) => appOf(agent) !== null)).toEqual([]);
});

it('leads an Android phone to the same page in the browser its owner chose, with the order’s key and without a fragment', () => {
  const intent = intentFor('https://cho.vn/don/DH1?key=AbC_-9&lang=en#tra-tien');
  const [address, said = ''] = intent.split('#Intent;');
  expect(address).toBe('intent://cho.vn/don/DH1?key=AbC_-9&lang=en');
  expect(said).toContain('scheme=https;');
  expect(said).not.toContain('package=');
  expect(decodeURIComponent(/S\.browser_fallback_url=([^;]+)/.exec(said)?.[1] ?? '')).toBe(
    'https://cho.vn/don/DH1?key=AbC_-9&lang=en',
  );
  expect(said.endsWith(';end')).toBe(true);
});

it('is not there in a browser, and says how in an app', () => {
  const chrome = named.find(([name]) => name.startsWith('Chrome on'))?.[1] ?? '';
  expect(open(chrome, '').textContent).toBe('');
  const there = open(zalo, '');
  expect(there.textContent).toContain('Trong Zalo');
  expect(there.querySelector('a')?.href).toMatch(/^intent:/);
  const iPhone = open(agents.people['the Zalo app on an iPhone'], '');
  expect(iPhone.querySelector('a')).toBeNull();
  expect(iPhone.querySelector('button')?.textContent).toBe('Chép');
});

it('shows a picture in the page instead of downloading it, once', () => {
  open(zalo, '<a href="/ma.png?rong=1200" download="vietqr-1.png">Lưu</a>');
  expect(press('a')).toBe(false);
  press('a');
  expect(document.querySelectorAll('.way-out--instead img')).toHaveLength(1);
  expect(document.querySelector<HTMLImageElement>('.way-out--instead img')?.src).toContain('/ma.png?rong=1200');
});

it.each(['/x.zip', '/x.xlsx', '/x.csv?tu=1', '/x.docx', '/x.pdf?key=1'])('says where %s can be had', (file) => {
  open(zalo, `<a href="${file}">Tải</a>`);
  expect(press('a')).toBe(false);
  const said = document.querySelector('.way-out--instead');
  expect(said?.textContent).toContain('không tải được');
  expect(said?.querySelector('a')?.href).toContain(file.split('?')[0]);
});

it('leaves every other link alone', () => {
  open(zalo, '<a href="#x">Xem</a>');
  expect(press('a')).toBe(true);
});
