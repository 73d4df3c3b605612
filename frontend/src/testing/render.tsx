import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import axeCore from 'axe-core';
import type { ReactNode } from 'react';
import '../i18n/i18n';
import { resolver } from '../theme/roles';
import { theme } from '../theme/theme';

/** What main.tsx puts around the window, without waiting and without transitions. */
export function renderUi(ui: ReactNode) {
  const client = new QueryClient({
    defaultOptions: { queries: { networkMode: 'always', retry: false }, mutations: { networkMode: 'always' } },
  });
  return render(
    <MantineProvider theme={theme} cssVariablesResolver={resolver} env="test">
      <QueryClientProvider client={client}>
        <Notifications />
        {ui}
      </QueryClientProvider>
    </MantineProvider>,
  );
}

/** What axe holds against an element; colours are checked in a real browser. */
export async function axe(element: Element): Promise<string[]> {
  const { violations } = await axeCore.run(element, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
}
