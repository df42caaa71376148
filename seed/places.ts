import type { Localized } from '../server/language.ts';
import type { BlockKind, VisitFacts, VisitKind } from '../server/visits/own-visits.ts';

export interface DemoBlock {
  kind: BlockKind;
  heading?: Localized;
  words?: Localized;
  /** The drawing that is its photo, with what it shows. */
  picture?: { name: string; caption: Localized };
  product?: string;
  clipUrl?: string;
  from?: number;
  to?: number;
  position?: { latitude: number; longitude: number };
}

export interface DemoVisit {
  kind: VisitKind;
  facts: Partial<VisitFacts> & { title: Localized; lead: Localized };
  contact?: { person: string; task: string; phone: string };
  blocks: readonly DemoBlock[];
}

// Names of villages are the commune's own; whatever is told of them is invented, and every page says so in its name.
export const visits: readonly DemoVisit[] = [
  {
    kind: 'village',
    facts: {
      title: { vi: 'Bản Tân Bình (trang mẫu)', en: 'Tân Bình village (a sample)' },
      lead: {
        vi: 'Bản làm miến dong bên suối: mùa đông cả bản phơi miến trên giàn tre. Nội dung mẫu để xem thử.',
        en: 'A village of canna noodles by a stream: in winter they dry on bamboo racks everywhere. A sample text.',
      },
      village: 'bản Tân Bình',
      position: { latitude: 22.339, longitude: 103.616 },
    },
    blocks: [
      {
        kind: 'text',
        heading: { vi: 'Nghề của bản', en: 'The craft' },
        words: {
          vi: 'Củ dong đào trên nương, rửa sạch, xay, lắng bột nhiều nước cho trắng rồi tráng thành tờ, thái sợi và phơi nắng.',
          en: 'The tubers are dug on the hill, washed and ground; the starch settles in many waters until it is white, is steamed into sheets, cut and dried in the sun.',
        },
      },
      {
        kind: 'photo',
        picture: {
          name: 'gian-phoi-mien',
          caption: { vi: 'Giàn tre phơi miến (tranh vẽ)', en: 'Bamboo racks for drying (a drawing)' },
        },
      },
      { kind: 'product', product: 'Miến dong Tân Bình' },
      { kind: 'batch', product: 'Miến dong Tân Bình' },
      {
        kind: 'clip',
        heading: { vi: 'Một ngày tráng miến (đường dẫn mẫu)', en: 'A day of making noodles (a sample link)' },
        clipUrl: 'https://www.youtube.com/watch?v=mau-mien-dong',
        picture: {
          name: 'mien-dong',
          caption: { vi: 'Bó miến dong (tranh vẽ)', en: 'A bundle of noodles (a drawing)' },
        },
      },
      { kind: 'season', heading: { vi: 'Đào củ, tráng miến', en: 'Digging tubers, making noodles' }, from: 10, to: 12 },
      { kind: 'season', heading: { vi: 'Trồng củ dong', en: 'Planting canna' }, from: 2, to: 3 },
      {
        kind: 'place',
        heading: { vi: 'Sân phơi chung (vị trí mẫu)', en: 'The drying ground (a sample place)' },
        position: { latitude: 22.343, longitude: 103.623 },
      },
    ],
  },
  {
    kind: 'stay',
    facts: {
      title: { vi: 'Nhà sàn bên suối (trang mẫu)', en: 'House on stilts by the stream (a sample)' },
      lead: {
        vi: 'Ngủ nhà sàn, ăn cơm cùng chủ nhà. Nội dung mẫu: không có nhà này.',
        en: 'Sleep in a house on stilts and eat with the family. A sample text: there is no such house.',
      },
      village: 'bản Tân Bình',
      when: { vi: 'Quanh năm, báo trước một ngày', en: 'All year, a day’s notice' },
      price: {
        vi: '150.000 đồng một người một đêm (giá mẫu)',
        en: '150,000 đồng a person and night (a sample price)',
      },
      position: { latitude: 22.334, longitude: 103.612 },
    },
    contact: { person: 'Lò Thị Mai (nhân vật mẫu)', task: 'chủ nhà', phone: '+84900000101' },
    blocks: [
      {
        kind: 'text',
        words: {
          vi: 'Nhà có năm chỗ ngủ, màn và chăn đệm. Bữa tối ăn cùng chủ nhà bên bếp.',
          en: 'There are five beds with nets and blankets. Supper is by the fire with the family.',
        },
      },
    ],
  },
  {
    kind: 'experience',
    facts: {
      title: { vi: 'Một buổi tráng miến (trang mẫu)', en: 'A morning of making noodles (a sample)' },
      lead: {
        vi: 'Dậy sớm cùng bà con tráng miến, mang về một bó tự tay làm. Nội dung mẫu.',
        en: 'Get up early to make noodles with the family and take a bundle home. A sample text.',
      },
      village: 'bản Tân Bình',
      when: { vi: 'Tháng 10 đến tháng 12, từ 4 giờ sáng', en: 'October to December, from 4 in the morning' },
      price: { vi: '50.000 đồng một người (giá mẫu)', en: '50,000 đồng a person (a sample price)' },
    },
    blocks: [{ kind: 'product', product: 'Miến dong Tân Bình' }],
  },
  {
    kind: 'festival',
    facts: {
      title: { vi: 'Ngày hội mùa miến (trang mẫu)', en: 'Noodle season day (a sample)' },
      lead: {
        vi: 'Một ngày chợ, thi tráng miến và ăn miến nóng. Nội dung mẫu: chưa có ngày hội này.',
        en: 'A market day with a contest of noodle making and hot soup. A sample text: there is no such day yet.',
      },
      when: { vi: 'Một Chủ nhật tháng 12 (ngày mẫu)', en: 'A Sunday in December (a sample day)' },
    },
    blocks: [],
  },
];
