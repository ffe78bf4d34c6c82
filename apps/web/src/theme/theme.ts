/** `system`: as the device has it, also when that changes. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const asTheme = (text: string | null): Theme | undefined => themes.find((known) => known === text);
