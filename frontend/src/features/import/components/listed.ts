/** How the lists of this screen's selects open: in place, so that the keyboard and a screen reader stay where they are. */
export const listed = { shadow: 'md', withinPortal: false } as const;
