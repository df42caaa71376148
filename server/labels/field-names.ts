// The fields of labels as people call them; a template may have further texts, which go by their own name.
const names: Readonly<Record<string, string>> = {
  product: 'Tên hàng',
  producer: 'Người làm',
  address: 'Địa chỉ',
  origin: 'Xuất xứ',
  netQuantity: 'Khối lượng tịnh',
  producedOn: 'Ngày sản xuất',
  expiresOn: 'Hạn sử dụng',
  ingredients: 'Thành phần',
  use: 'Cách dùng',
  storage: 'Bảo quản',
  warnings: 'Cảnh báo',
  lot: 'Số lô',
  standards: 'Tiêu chuẩn',
  story: 'Câu chuyện',
  code: 'Mã',
  serial: 'Số tem',
  supplementary: 'Nhãn phụ',
  cooperative: 'Hợp tác xã',
  count: 'Số lượng',
  contents: 'Nội dung',
  maker: 'Người dệt',
  scan: 'Lời mời quét',
  kindName: 'Loại hàng',
  village: 'Bản',
};

/** The Vietnamese name of a field. */
export const nameOf = (field: string): string => names[field] ?? field;
