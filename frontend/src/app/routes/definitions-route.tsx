import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { DefinitionsPage } from '../../features/definitions/components/definitions-page';
import { useMay } from '../session-context';
import { useWish } from '../wish';

export function DefinitionsRoute() {
  const { tab = 'fields' } = useSearch({ from: '/definitions' });
  const navigate = useNavigate();
  const [asked, setAsked] = useState(0);
  useWish('definitions', () => setAsked((n) => n + 1));
  return (
    <DefinitionsPage
      key={asked}
      adding={asked > 0}
      tab={tab}
      onTab={(next) => void navigate({ to: '/definitions', search: { tab: next }, replace: true })}
      mayChange={useMay('settings')}
    />
  );
}
