import { afterEach, expect, it, vi } from 'vitest';
import '../../../web/scripts/page/share-page.ts';

const element = (): HTMLElement => {
  document.body.innerHTML =
    '<share-page data-url="https://cho.vn/t/BNHTVDK9" data-title="Miến dong" data-label="Chia sẻ" data-done="Đã chép"></share-page>';
  return document.querySelector('share-page') as HTMLElement;
};
const press = async (page: HTMLElement): Promise<void> => {
  page.querySelector('button')?.click();
  await new Promise((done) => setTimeout(done, 0));
};
const give = (name: 'share' | 'clipboard', value: unknown): void => {
  Object.defineProperty(navigator, name, { value, configurable: true });
};
afterEach(() => give('share', undefined));

it('hands the batch’s address to the phone’s own way of sharing', async () => {
  const share = vi.fn(() => Promise.resolve());
  give('share', share);
  await press(element());
  expect(share).toHaveBeenCalledWith({ url: 'https://cho.vn/t/BNHTVDK9', title: 'Miến dong' });
});

it('copies the address where the browser cannot share, and says so', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  give('clipboard', { writeText });
  const page = element();
  await press(page);
  expect(writeText).toHaveBeenCalledWith('https://cho.vn/t/BNHTVDK9');
  expect(page.textContent).toBe('✓ Đã chép');
});

it('stays as it is when sharing was called off', async () => {
  give('share', () => Promise.reject(new DOMException('called off', 'AbortError')));
  const page = element();
  await press(page);
  expect(page.textContent).toBe('Chia sẻ');
});

it('copies the address, or shows it, where the browser has the word and refuses it', async () => {
  give('share', () => Promise.reject(new DOMException('not here', 'NotAllowedError')));
  give('clipboard', undefined);
  document.execCommand = () => false;
  const page = element();
  await press(page);
  expect(page.querySelector('textarea')?.value).toBe('https://cho.vn/t/BNHTVDK9');
});
