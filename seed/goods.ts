import type { WantedProduct } from '../server/catalog/products.ts';
import type { Channel } from '../server/catalog/shop-links.ts';
import type { Localized } from '../server/language.ts';

/** One recorded step: so many days before today, at a time of day in Vietnam. */
export interface DemoStep {
  stage: string;
  daysAgo: number;
  time: string;
  measurements?: { key: string; value: number; unit: string }[];
  note?: string;
  /** How many of the product's packs, in its order, this step puts into stock. */
  packs?: number[];
}

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

const at = (
  stage: string,
  daysAgo: number,
  time: string,
  more: Omit<DemoStep, 'stage' | 'daysAgo' | 'time'> = {},
): DemoStep => ({
  stage,
  daysAgo,
  time,
  ...more,
});
const measured = (key: string, value: number, unit: string) => ({ key, value, unit });

const noodles = (first: number, tubers: number, moisture: number, packs: number[]): DemoStep[] => [
  at('planting', first + 262, '07:30', { note: 'Nương sau nhà, giống dong riềng địa phương' }),
  at('tuber-harvest', first + 12, '08:00', { measurements: [measured('tubers', tubers, 'kg')] }),
  at('grinding', first + 11, '09:15', { measurements: [measured('tubers', tubers, 'kg')] }),
  at('settling', first + 9, '16:40', {
    measurements: [measured('settling-washes', 10, 'lần'), measured('wet-starch', Math.round(tubers * 0.22), 'kg')],
    note: 'Lắng bằng nước suối, thay nước đến khi trong',
  }),
  at('sheeting', first + 6, '05:30', { measurements: [measured('sheet-thickness', 1.1, 'mm')] }),
  at('cutting', first + 5, '06:10', { measurements: [measured('moisture', 21, '%'), measured('rest', 11, 'giờ')] }),
  at('sun-drying', first + 2, '17:20', {
    measurements: [measured('drying-days', 3, 'ngày'), measured('moisture', moisture, '%')],
  }),
  at('packing', first, '14:00', {
    packs,
    measurements: [measured('packed', (packs[0] ?? 0) * 0.5 + (packs[1] ?? 0) * 0.2, 'kg')],
  }),
];

const rice = (first: number, moisture: number, packs: number[]): DemoStep[] => [
  at('seed', first + 160, '08:00', { note: 'Giống Séng Cù, chọn từ ruộng vụ trước' }),
  at('transplanting', first + 135, '07:00'),
  at('care', first + 80, '16:00', {
    measurements: [measured('pre-harvest-interval', 30, 'ngày')],
    note: 'Bón phân chuồng ủ hoai',
  }),
  at('harvest', first + 20, '07:20', { measurements: [measured('paddy', 820, 'kg')] }),
  at('drying', first + 16, '17:00', { measurements: [measured('moisture', moisture, '%')] }),
  at('milling', first + 3, '09:00', { measurements: [measured('milled', 540, 'kg')] }),
  at('sorting', first + 2, '10:30', { measurements: [measured('sorted', 512, 'kg')] }),
  at('packing', first, '15:10', { packs }),
];

const honey = (first: number, water: number, packs: number[]): DemoStep[] => [
  at('apiary', first + 70, '08:30', { measurements: [measured('hives', 24, 'đàn')], note: 'Đặt dưới rừng thảo quả' }),
  at('flowering', first + 35, '10:00', { note: 'Hoa rừng cuối vụ' }),
  at('extraction', first + 8, '08:00', { measurements: [measured('extracted', 62, 'lít')] }),
  at('settling', first + 4, '16:30', {
    measurements: [measured('water', water, '%'), measured('fructose-glucose', 68, 'g/100 g')],
  }),
  at('bottling', first, '09:40', { packs }),
];

const brocade = (first: number, formaldehyde: number, packs: number[]): DemoStep[] => [
  at('fibre', first + 95, '08:00', { measurements: [measured('fibre-share', 100, '%')], note: 'Bông trồng ở Nà Đa' }),
  at('spinning', first + 80, '19:30'),
  at('dyeing', first + 55, '09:00', {
    measurements: [measured('formaldehyde', formaldehyde, 'mg/kg')],
    note: 'Chàm ủ tại nhà',
  }),
  at('weaving', first + 30, '14:00'),
  at('embroidery', first + 6, '20:00'),
  at('finishing', first, '10:00', { packs }),
];

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
