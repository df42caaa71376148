/** One recorded step: so many days before today, at a time of day in Vietnam. */
export interface DemoStep {
  stage: string;
  daysAgo: number;
  time: string;
  measurements?: { key: string; value: number | string; unit: string }[];
  note?: string;
  /** How many of the product's packs, in its order, this step puts into stock. */
  packs?: number[];
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
/** Key data: words that belong to a step. */
const told = (key: string, value: string) => ({ key, value, unit: '' });

/** From the field to the packed noodles; `first` is how many days ago they were packed. */
export const noodles = (first: number, tubers: number, moisture: number, packs: number[]): DemoStep[] => [
  at('planting', first + 262, '07:30', {
    measurements: [told('plot', 'Nương sau nhà, bản Tân Bình'), told('variety', 'Dong riềng địa phương')],
  }),
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

/** From the seed to the sorted rice. */
export const rice = (first: number, moisture: number, packs: number[]): DemoStep[] => [
  at('seed', first + 160, '08:00', { measurements: [told('variety', 'Séng Cù, chọn từ ruộng vụ trước')] }),
  at('transplanting', first + 135, '07:00', { measurements: [told('plot', 'Ruộng bậc thang Hưng Bình')] }),
  at('care', first + 80, '16:00', {
    measurements: [measured('pre-harvest-interval', 30, 'ngày'), told('input', 'Phân chuồng ủ hoai')],
  }),
  at('harvest', first + 20, '07:20', { measurements: [measured('paddy', 820, 'kg')] }),
  at('drying', first + 16, '17:00', { measurements: [measured('moisture', moisture, '%')] }),
  at('milling', first + 3, '09:00', { measurements: [measured('milled', 540, 'kg')] }),
  at('sorting', first + 2, '10:30', { measurements: [measured('sorted', 512, 'kg')] }),
  at('packing', first, '15:10', { packs }),
];

/** From the hives to the jars. */
export const honey = (first: number, water: number, packs: number[]): DemoStep[] => [
  at('apiary', first + 70, '08:30', {
    measurements: [measured('hives', 24, 'đàn'), told('apiary', 'Dưới rừng thảo quả')],
  }),
  at('flowering', first + 35, '10:00', { measurements: [told('flower', 'Hoa rừng cuối vụ')] }),
  at('extraction', first + 8, '08:00', { measurements: [measured('extracted', 62, 'lít')] }),
  at('settling', first + 4, '16:30', {
    measurements: [measured('water', water, '%'), measured('fructose-glucose', 68, 'g/100 g')],
  }),
  at('bottling', first, '09:40', { packs }),
];

/** From the fibre to the finished cloth. */
export const brocade = (first: number, formaldehyde: number, packs: number[]): DemoStep[] => [
  at('fibre', first + 95, '08:00', {
    measurements: [measured('fibre-share', 100, '%'), told('fibre', 'Bông trồng ở Nà Đa')],
  }),
  at('spinning', first + 80, '19:30'),
  at('dyeing', first + 55, '09:00', {
    measurements: [measured('formaldehyde', formaldehyde, 'mg/kg'), told('dye', 'Chàm ủ tại nhà')],
  }),
  at('weaving', first + 30, '14:00', { measurements: [told('village', 'Nà Đa'), told('people', 'Dao')] }),
  at('embroidery', first + 6, '20:00'),
  at('finishing', first, '10:00', { packs }),
];
