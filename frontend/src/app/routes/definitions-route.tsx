import { useNavigate, useSearch } from '@tanstack/react-router';
import { DefinitionsPage } from '../../features/definitions/components/definitions-page';
import { useMay } from '../session-context';

export function DefinitionsRoute() {
  const { tab = 'fields' } = useSearch({ from: '/definitions' });
  const navigate = useNavigate();
  return (
    <DefinitionsPage
      tab={tab}
      onTab={(next) => void navigate({ to: '/definitions', search: { tab: next }, replace: true })}
      mayChange={useMay('settings')}
    />
  );
}
