import { Popover } from '@mantine/core';

/** A popover that is a small dialog: the focus goes in and comes back, and its content names its own role. */
export const Popup = Popover.withProps({
  width: 400,
  shadow: 'lg',
  radius: 'md',
  trapFocus: true,
  returnFocus: true,
  withRoles: false,
  transitionProps: { duration: 80 },
});
