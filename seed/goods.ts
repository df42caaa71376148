import type { WantedProduct } from '../server/catalog/products.ts';
import type { Channel } from '../server/channels.ts';
import type { Localized } from '../server/language.ts';
import { brocade, type DemoStep, honey, noodles, rice } from './histories.ts';

export interface DemoBatch {
  lot: string;
  quantity: { value: number; unit: string };
  /** The day the raw goods were worked, on which the batch is registered. */
  producedDaysAgo: number;
  shelfLifeDays: number | null;
  steps: DemoStep[];
  recall?: { reason: Localized; advice: Localized };
}

export interface DemoProduct {
  seller: string;
  picture: string;
  product: Omit<WantedProduct, 'photoId' | 'sellerId'>;
  links: { channel: Channel; url: string }[];
  batches: DemoBatch[];
}

/** Everything on the demonstration's market. The shops' addresses lead to the channels' own hosts; the shops are invented. */
export const goods: readonly DemoProduct[] = [
  {
    seller: 'mai',
    picture: 'mien-dong',
    product: {
      name: 'Miến dong Tân Bình',
      kind: 'mien-dong',
      packs: [
        { name: 'Gói 500 g', netQuantity: { value: 500, unit: 'g' }, priceVnd: 60_000 },
        { name: 'Gói 200 g', netQuantity: { value: 200, unit: 'g' }, priceVnd: 28_000 },
      ],
      description: {
        vi: 'Sợi miến trong, dai, làm từ bột dong riềng nguyên chất và phơi nắng trên giàn tre.',
        en: 'Clear, springy noodles of pure canna starch, dried in the sun on bamboo racks.',
      },
    },
    links: [
      { channel: 'shopee', url: 'https://shopee.vn/mien-dong-tan-binh-mau' },
      { channel: 'tiktok', url: 'https://www.tiktok.com/@mien.dong.tan.binh.mau' },
      { channel: 'zalo', url: 'https://zalo.me/0000000101' },
    ],
    batches: [
      {
        lot: 'MD-2026-01',
        quantity: { value: 80, unit: 'kg' },
        producedDaysAgo: 31,
        shelfLifeDays: 365,
        steps: noodles(20, 640, 11.5, [90, 120]),
      },
      {
        lot: 'MD-2026-02',
        quantity: { value: 45, unit: 'kg' },
        producedDaysAgo: 15,
        shelfLifeDays: 365,
        steps: noodles(4, 380, 12, [60, 60]),
      },
    ],
  },
  {
    seller: 'binh-lu',
    picture: 'gao-seng-cu',
    product: {
      name: 'Gạo Séng Cù Bình Lư',
      kind: 'gao-seng-cu',
      gtin: '09506000134352',
      packs: [
        { name: 'Túi 5 kg', netQuantity: { value: 5, unit: 'kg' }, priceVnd: 210_000 },
        { name: 'Túi 2 kg', netQuantity: { value: 2, unit: 'kg' }, priceVnd: 88_000 },
      ],
      description: {
        vi: 'Hạt gạo thon, cơm dẻo và thơm, trồng trên ruộng bậc thang đầu nguồn nước.',
        en: 'Slender grains that cook soft and fragrant, from terraces where the stream begins.',
      },
    },
    links: [
      { channel: 'facebook', url: 'https://www.facebook.com/htx.binhlu.mau' },
      { channel: 'maps', url: 'https://maps.app.goo.gl/BinhLuMau' },
    ],
    batches: [
      {
        lot: 'LOT-DEMO-1',
        quantity: { value: 500, unit: 'kg' },
        producedDaysAgo: 32,
        shelfLifeDays: 180,
        steps: rice(12, 13.4, [60, 100]),
      },
      {
        lot: 'SC-2026-02',
        quantity: { value: 300, unit: 'kg' },
        producedDaysAgo: 25,
        shelfLifeDays: 180,
        steps: rice(5, 13.8, [30, 70]),
      },
    ],
  },
  {
    seller: 'binh-lu',
    picture: 'mat-ong',
    product: {
      name: 'Mật ong hoa rừng Bình Lư',
      kind: 'mat-ong',
      packs: [
        { name: 'Lọ 500 ml', netQuantity: { value: 500, unit: 'ml' }, priceVnd: 150_000 },
        { name: 'Chai 1 lít', netQuantity: { value: 1, unit: 'lít' }, priceVnd: 280_000 },
      ],
      description: {
        vi: 'Mật quay từ hoa rừng cuối vụ, để lắng tự nhiên, không thêm gì.',
        en: 'Honey of late forest flowers, settled by itself, with nothing added.',
      },
    },
    links: [{ channel: 'zalo', url: 'https://zalo.me/0000000201' }],
    batches: [
      {
        lot: 'MO-2026-01',
        quantity: { value: 60, unit: 'lít' },
        producedDaysAgo: 38,
        shelfLifeDays: 730,
        steps: honey(30, 19.8, [70, 25]),
      },
      {
        lot: 'MO-2026-02',
        quantity: { value: 35, unit: 'lít' },
        producedDaysAgo: 17,
        shelfLifeDays: 730,
        steps: honey(9, 22.6, [40, 15]),
        recall: {
          reason: {
            vi: 'Kiểm tra lại thấy lượng nước cao hơn mức ghi lúc lắng, mật có thể lên men.',
            en: 'A second test found more water than was recorded when settling; the honey may ferment.',
          },
          advice: {
            vi: 'Ngừng dùng. Giữ nguyên lọ và báo hợp tác xã để được đổi hoặc trả lại tiền.',
            en: 'Stop using it. Keep the jar as it is and tell the cooperative to have it replaced or refunded.',
          },
        },
      },
    ],
  },
  {
    seller: 'seo',
    picture: 'tho-cam',
    product: {
      name: 'Khăn thổ cẩm Nà Đa',
      kind: 'tho-cam',
      packs: [{ name: 'Khăn 40 × 180 cm', netQuantity: { value: 1, unit: 'chiếc' }, priceVnd: 450_000 }],
      description: {
        vi: 'Khăn bông nhuộm chàm, thêu tay theo hoa văn của người Dao.',
        en: 'A cotton scarf dyed with indigo and embroidered by hand with Dao motifs.',
      },
    },
    links: [{ channel: 'facebook', url: 'https://www.facebook.com/thocam.nada.mau' }],
    batches: [
      {
        lot: 'TC-2026-01',
        quantity: { value: 12, unit: 'chiếc' },
        producedDaysAgo: 81,
        shelfLifeDays: null,
        steps: brocade(26, 18, [12]),
      },
      {
        lot: 'TC-2026-02',
        quantity: { value: 8, unit: 'chiếc' },
        producedDaysAgo: 62,
        shelfLifeDays: null,
        steps: brocade(7, 22, [8]),
      },
    ],
  },
];
