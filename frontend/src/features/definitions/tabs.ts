export const definitionTabs = ['fields', 'labels'] as const;
export type DefinitionTab = (typeof definitionTabs)[number];
