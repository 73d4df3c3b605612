export const servicesTabs = ['services', 'tabulations'] as const;
export type ServicesTab = (typeof servicesTabs)[number];
