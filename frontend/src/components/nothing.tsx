import { EmptyState } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props {
  icon: Icon;
  title: string;
  /** Why, and the next step. */
  text?: ReactNode;
  /** In a panel or a popover; else the list of a page. */
  small?: boolean;
  /** Of the heading, where nothing else heads the page. */
  order?: 1;
  /** Buttons of the next step. */
  children?: ReactNode;
}

/** What stands in place of a list that holds nothing: one look wherever it is (ux.md: it names the next step). */
export function Nothing({ icon: Sign, title, text, small = false, order, children }: Props) {
  return (
    <EmptyState size={small ? 'sm' : 'md'} py={small ? 16 : 56} px={24} icon={<Sign stroke={1.5} aria-hidden />}>
      <EmptyState.Title order={order}>{title}</EmptyState.Title>
      {text && <EmptyState.Description>{text}</EmptyState.Description>}
      {children && <EmptyState.Actions className="chrome">{children}</EmptyState.Actions>}
    </EmptyState>
  );
}
