import type { Actor } from '../server/actor.ts';
import { recordConsent, type WantedConsent } from '../server/catalog/consents.ts';
import { ownStory, showStory } from '../server/catalog/stories.ts';
import { addStoryPhoto } from '../server/catalog/story-photos.ts';
import { dayOf } from '../server/format.ts';
import type { Localized } from '../server/language.ts';
import { drawn, productOf } from './market.ts';

interface DemoStory {
  seller: string;
  /** Name of the product; null for the seller's own story. */
  product: string | null;
  told: Localized;
  craftVillage?: string;
  motif?: Localized;
  clipUrl?: string;
  people: Omit<WantedConsent, 'givenOn' | 'way'>[];
  photos: { picture: string; caption: Localized; showsThePeople: boolean }[];
}

// The people are invented, as their names say; their faces are drawings.
const stories: readonly DemoStory[] = [
  {
    seller: 'mai',
    product: 'Miến dong Tân Bình',
    told: {
      vi: 'Củ dong trồng trên nương sau nhà, đến tháng mười âm lịch thì đào. Bột lắng bằng nước suối mười lần cho trắng, tráng từ bốn giờ sáng, phơi trên giàn tre ba nắng.\n\nNhà không dùng hàn the, không tẩy. Sợi miến vì thế hơi xám, nấu lâu không nát.',
      en: 'The tubers grow on the hill behind the house and are dug in the tenth lunar month. The starch settles ten times in stream water; the sheets are steamed from four in the morning and dried on bamboo racks for three sunny days.\n\nNo borax, no bleach. That is why the noodles are a little grey, and do not fall apart when cooked.',
    },
    clipUrl: 'https://www.youtube.com/watch?v=mau-mien-dong',
    people: [
      { person: 'Lò Thị Mai (nhân vật mẫu)', task: 'tráng miến', people: 'Thái', showsName: true, showsFace: false },
    ],
    photos: [
      {
        picture: 'gian-phoi-mien',
        caption: { vi: 'Giàn tre phơi miến (tranh vẽ)', en: 'Bamboo racks for drying (a drawing)' },
        showsThePeople: false,
      },
    ],
  },
  {
    seller: 'seo',
    product: 'Khăn thổ cẩm Nà Đa',
    told: {
      vi: 'Vải dệt từ bông trồng ở Nà Đa, nhuộm chàm ủ trong chum ở nhà. Một chiếc khăn mất gần hai tháng, thêu vào buổi tối khi việc nương đã xong.',
      en: '',
    },
    craftVillage: 'Xóm thêu bản Nà Đa (mẫu)',
    motif: {
      vi: 'Hình quả trám là ruộng bậc thang, đường gấp khúc là con suối dẫn người về nhà.',
      en: 'The diamonds are terraced fields; the zigzag is the stream that leads people home.',
    },
    people: [
      { person: 'Tẩn Mẩy Seo (nhân vật mẫu)', task: 'dệt và thêu', people: 'Dao', showsName: true, showsFace: true },
    ],
    photos: [
      {
        picture: 'tan-may-seo',
        caption: { vi: 'Bên khung cửi (tranh vẽ)', en: 'At the loom (a drawing)' },
        showsThePeople: true,
      },
    ],
  },
  {
    seller: 'binh-lu',
    product: null,
    told: {
      vi: 'Hai mươi hộ góp gạo, miến và mật vào một xưởng đóng gói. Lô nào cũng ghi vào sổ truy xuất ngay trong ngày làm.',
      en: 'Twenty households bring rice, noodles and honey to one packing house. Every batch is written into the book of traces on the day it is made.',
    },
    people: [],
    photos: [],
  },
];

/** Tells the stories of the demonstration, with the consents of their people. What is there already stays as it is. */
export async function tellStories(actorFor: (seller: string) => Actor, now: Date): Promise<void> {
  for (const story of stories) await tell(story, actorFor(story.seller), now);
}

async function tell({ people, photos, told, ...story }: DemoStory, actor: Actor, now: Date): Promise<void> {
  const owner = await ownerOf(story.product, actor);
  const there = await ownStory(actor, owner);
  // Told before, and perhaps changed or taken down by a visitor since.
  if (there.version > 0) return;
  const consents = there.consents.map(({ id }) => id);
  for (const person of people.slice(consents.length)) {
    const wanted = { ...person, way: 'in-person' as const, givenOn: dayOf(now) };
    consents.push(await recordConsent(actor, owner, wanted, { at: now }));
  }
  for (const { picture, caption, showsThePeople } of photos.slice(there.photos.length)) {
    const bytes = await drawn(picture);
    await addStoryPhoto(actor, owner, { bytes, caption, faces: showsThePeople ? consents : [] }, now);
  }
  const { craftVillage = null, motif = null, clipUrl = null } = story;
  const text = { told, craftVillage, motif, clipUrl };
  await showStory(actor, owner, { text, version: there.version }, now);
}

async function ownerOf(product: string | null, actor: Actor) {
  return product === null ? { sellerId: actor.sellerId ?? '' } : { productId: (await productOf(actor, product)).id };
}
