import type { Page } from 'playwright-core';

/** Walks a signed-in person's phone through the market's pages, by taps that the page counts (`countTaps`). */
export function phoneWalk(pageNow: () => Page, origin: () => string) {
  const main = () => pageNow().getByRole('main');
  const tap = async (what: ReturnType<typeof main>, to: string | RegExp): Promise<void> => {
    await Promise.all([pageNow().waitForURL(to), what.tap()]);
  };
  return {
    main,
    /** Where the counting begins. */
    atTheDesk: async (): Promise<void> => {
      await pageNow().goto(`${origin()}/ban-lam-viec`);
      await pageNow().evaluate("sessionStorage.setItem('taps', '0')");
    },
    taps: async (): Promise<number> => Number(await pageNow().evaluate("sessionStorage.getItem('taps')")),
    follow: (name: string | RegExp, to: string | RegExp): Promise<void> => tap(main().getByRole('link', { name }), to),
    /** Presses a button; the batch's page comes after, unless another address is said. */
    press: (name: string | RegExp, to: string | RegExp = /\/lo\/[0-9A-Z]{8}$/): Promise<void> =>
      tap(main().getByRole('button', { name }), to),
    type: async (label: string | RegExp, words: string): Promise<void> => {
      await pageNow().getByLabel(label).first().tap();
      await pageNow().keyboard.type(words);
    },
    enter: async (phone: string, pin: string): Promise<void> => {
      await pageNow().goto(`${origin()}/dang-nhap`);
      await pageNow().getByLabel('Số điện thoại').fill(phone);
      await pageNow().getByLabel('Mã PIN').fill(pin);
      await tap(main().getByRole('button', { name: 'Vào chợ' }), '**/ban-lam-viec');
    },
    leave: async (): Promise<void> => {
      await pageNow().goto(`${origin()}/ban-lam-viec`);
      await main().getByRole('button', { name: 'Đăng xuất' }).tap();
      await pageNow().waitForURL((url) => url.pathname !== '/ban-lam-viec');
    },
  };
}
