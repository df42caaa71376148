export const channels = ['shopee', 'tiktok', 'zalo', 'facebook', 'maps', 'website'] as const;
export type Channel = (typeof channels)[number];
