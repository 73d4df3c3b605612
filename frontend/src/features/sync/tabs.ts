/** Apart from the page, so that the router knows the addresses without loading it. */
export const syncTabs = ['waiting', 'conflicts', 'devices'] as const;
export type SyncTab = (typeof syncTabs)[number];
