export const usersTabs = ['users', 'permissions'] as const;
export type UsersTab = (typeof usersTabs)[number];
