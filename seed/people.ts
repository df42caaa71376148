import type { WantedSeller } from '../server/identity/sellers.ts';

const commune = {
  commune: 'xã Bình Lư',
  province: 'tỉnh Lai Châu',
  formerly: 'xã Bình Lư, huyện Tam Đường, tỉnh Lai Châu',
};

interface DemoCooperative {
  key: string;
  seller: WantedSeller;
  account: { name: string; phone: string } | null;
  bank: { bin: string; number: string; holder: string };
}

interface DemoHousehold extends DemoCooperative {
  cooperative: string;
}

// Every person, account number and shop below is invented. The account numbers belong to nobody: they are plainly not real ones.

/** The two cooperatives of the demonstration. */
export const cooperatives: readonly DemoCooperative[] = [
  {
    key: 'binh-lu',
    seller: {
      name: 'Hợp tác xã Nông sản Bình Lư',
      village: 'bản Hưng Bình',
      address: { line: 'bản Hưng Bình', ...commune },
      people: null,
      story: {
        vi: 'Hai mươi hộ cùng làm miến, gạo và mật ong, chung một xưởng đóng gói và một cuốn sổ truy xuất.',
        en: 'Twenty households make noodles, rice and honey together, with one packing house and one book of traces.',
      },
    },
    account: { name: 'Lê Thu Hà', phone: '0900000201' },
    bank: { bin: '970436', number: '0000000201', holder: 'HTX NONG SAN BINH LU' },
  },
  {
    key: 'na-da',
    seller: {
      name: 'Hợp tác xã Thổ cẩm Nà Đa',
      village: 'bản Nà Đa',
      address: { line: 'bản Nà Đa', ...commune },
      people: null,
      story: null,
    },
    account: null,
    bank: { bin: '970405', number: '0000000202', holder: 'HTX THO CAM NA DA' },
  },
];

/** Their member households. */
export const households: readonly DemoHousehold[] = [
  {
    key: 'mai',
    cooperative: 'binh-lu',
    seller: {
      name: 'Hộ Lò Thị Mai',
      village: 'bản Tân Bình',
      address: { line: 'bản Tân Bình', ...commune },
      people: 'Thái',
      story: {
        vi: 'Nhà tôi làm miến dong ba đời. Củ dong trồng trên nương nhà, bột lắng nước suối, miến phơi nắng trên giàn tre.',
        en: 'My family has made canna noodles for three generations: tubers from our own field, starch settled in stream water, noodles dried in the sun on bamboo racks.',
      },
    },
    account: { name: 'Lò Thị Mai', phone: '0900000101' },
    bank: { bin: '970422', number: '0000000101', holder: 'LO THI MAI' },
  },
  {
    key: 'seo',
    cooperative: 'na-da',
    seller: {
      name: 'Hộ Tẩn Mẩy Seo',
      village: 'bản Nà Đa',
      address: { line: 'bản Nà Đa', ...commune },
      people: 'Dao',
      story: {
        vi: 'Tôi học nhuộm chàm từ mẹ. Mỗi tấm vải mất gần hai tháng, từ kéo sợi đến mũi thêu cuối cùng.',
        en: 'I learned indigo dyeing from my mother. Each cloth takes almost two months, from the yarn to the last stitch.',
      },
    },
    account: { name: 'Tẩn Mẩy Seo', phone: '0900000102' },
    bank: { bin: '970418', number: '0000000102', holder: 'TAN MAY SEO' },
  },
];

export const officer = { name: 'Cán bộ xã Bình Lư (mẫu)', phone: '0900000301' };
export const demonstrationPin = '246810';
