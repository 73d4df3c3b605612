import type { MantineColorsTuple } from '@mantine/core';

// Generated in OKLCH with one lightness ladder for every hue, so that shade N has the same contrast in any role.
export const petrol: MantineColorsTuple = [
  '#eff8fe',
  '#d8effc',
  '#b3e1f9',
  '#86cdf2',
  '#55b5e4',
  '#259dcf',
  '#0684b1',
  '#046e95',
  '#025979',
  '#03435c',
];
export const green: MantineColorsTuple = [
  '#f0faf3',
  '#daf2e2',
  '#b8e6c8',
  '#8ed6a8',
  '#60c088',
  '#37a96c',
  '#1d8f57',
  '#127847',
  '#0a6139',
  '#0a492a',
];
export const red: MantineColorsTuple = [
  '#fef4f3',
  '#fee4e2',
  '#ffcbc5',
  '#fea8a1',
  '#ff7b74',
  '#ef5451',
  '#cf3d3d',
  '#af3030',
  '#8f2425',
  '#6d1c1c',
];
export const amber: MantineColorsTuple = [
  '#fdf6ed',
  '#fae8d3',
  '#f5d3a9',
  '#ebb877',
  '#db9b42',
  '#c48008',
  '#a46b05',
  '#8a5901',
  '#704703',
  '#563500',
];
export const gray: MantineColorsTuple = [
  '#f8f9fb',
  '#f1f3f5',
  '#e4e7eb',
  '#d6d9de',
  '#b9bec5',
  '#8a919b',
  '#69717b',
  '#49505a',
  '#2a3037',
  '#151a20',
];
export const dark: MantineColorsTuple = [
  '#e4e6ea',
  '#c8ccd2',
  '#a4aab2',
  '#7d848d',
  '#3e444c',
  '#2d3239',
  '#20252b',
  '#171b21',
  '#0f1318',
  '#080b0f',
];
