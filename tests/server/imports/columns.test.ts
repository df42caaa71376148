import { describe, expect, it } from 'vitest';
import { findHeading, guessColumns } from '../../../server/imports/columns.ts';

describe('a heading', () => {
  it.each<['households' | 'batches', [heading: string, column: string | null][]]>([
    [
      'households',
      [
        ['STT', null],
        ['Họ và tên chủ hộ', 'name'],
        ['SĐT', 'phone'],
        ['Bản', 'village'],
        ['Dân tộc', 'people'],
      ],
    ],
    [
      'households',
      [
        ['TT', null],
        ['Người đại diện', 'name'],
        ['ĐT', 'phone'],
        ['Thôn/Bản', 'village'],
      ],
    ],
    [
      'households',
      [
        ['Họ tên người đại diện', 'name'],
        ['Số ĐT', 'phone'],
        ['Thôn, bản', 'village'],
        ['Ghi chú', null],
      ],
    ],
    [
      'households',
      [
        ['Tên hộ', 'name'],
        ['Chủ hộ', 'person'],
        ['Điện thoại di động', 'phone'],
        ['Xóm', 'village'],
      ],
    ],
    [
      'households',
      [
        ['HỘ SẢN XUẤT', 'name'],
        ['NGƯỜI ĐẠI DIỆN', 'person'],
        ['SĐT (Zalo)', 'phone'],
        ['ĐỊA CHỈ', 'village'],
      ],
    ],
    [
      'households',
      [
        ['Chủ hộ', 'name'],
        ['ĐT', 'phone'],
        ['DT (m2)', 'area'],
        ['Bản', 'village'],
        ['Tên thửa', 'plot'],
      ],
    ],
    [
      'households',
      [
        ['Chủ hộ', 'name'],
        ['Di động', 'phone'],
        ['Mã số vùng trồng', 'growingAreaCode'],
        ['Độ cao (m)', 'altitude'],
      ],
    ],
    [
      'households',
      [
        ['Tên chủ hộ', 'name'],
        ['Số đàn ong', 'hives'],
        ['Nơi đặt ong', 'plot'],
        ['Vĩ độ', 'latitude'],
        ['Kinh độ', 'longitude'],
      ],
    ],
    [
      'households',
      [
        ['Household', 'name'],
        ['Phone', 'phone'],
        ['Village', 'village'],
        ['Person', 'person'],
      ],
    ],
    [
      'households',
      [
        ['DT', null],
        ['Chủ hộ', 'name'],
        ['Toạ độ', 'position'],
        ['Diện tích', 'area'],
      ],
    ],
    [
      'batches',
      [
        ['Sản phẩm', 'product'],
        ['Sản lượng (kg)', 'quantity'],
        ['Ngày thu hoạch', 'producedOn'],
        ['Chủ hộ', 'household'],
        ['ĐVT', 'unit'],
      ],
    ],
    [
      'batches',
      [
        ['Tên sản phẩm', 'product'],
        ['Khối lượng', 'quantity'],
        ['NSX', 'producedOn'],
        ['HSD', 'expiresOn'],
        ['Số lô', 'lot'],
      ],
    ],
  ])('of %s is known as people write it', (kind, row) => {
    const heading = row.map(([words]) => words);
    expect(guessColumns(kind, heading)).toEqual(row.map(([, column]) => column));
    expect(findHeading(kind, [['Danh sách'], heading])).toBe(1);
  });
});
