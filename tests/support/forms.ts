import type { Page } from 'playwright-core';

/** Sends the form of a step; the batch's page comes after. */
export async function recordStep(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Ghi bước này' }).click();
  await page.waitForURL(/\/lo\/[0-9A-Z]{8}(\?|$)/);
}

/** Puts the goods of this page into the basket and orders them; the order's page is open then. */
export async function orderFrom(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /Thêm vào giỏ/ })
    .first()
    .click();
  await page.waitForURL(/\/gio-hang/);
  await page.getByRole('link', { name: 'Đặt hàng' }).click();
  await typeOrder(page);
  await page.getByRole('button', { name: /Đặt hàng/ }).click();
  await page.waitForURL(/\/don\/DH/);
}

/** Fills in what an order asks for: sent to a house in Lai Châu, paid by VietQR. */
async function typeOrder(page: Page): Promise<void> {
  await page.getByLabel('Tên người nhận').fill('Nguyễn Thị Bưởi');
  await page.getByLabel('Số điện thoại').fill('0912 345 678');
  await page.locator('input[name=method][value=ship]').check({ force: true });
  await page.getByLabel('Số nhà, đường').fill('12 Trần Phú');
  await page.getByLabel('Xã, phường').fill('phường Tân Phong');
  await page.locator('input[name=payBy][value=vietqr]').check({ force: true });
}
