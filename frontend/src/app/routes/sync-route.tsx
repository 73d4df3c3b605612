import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { SyncPage } from '../../features/sync/components/sync-page';
import { useMay } from '../session-context';

const route = getRouteApi('/sync');

export function SyncRoute() {
  const { tab } = route.useSearch();
  const navigate = useNavigate();
  return (
    <SyncPage
      tab={tab ?? 'waiting'}
      onTab={(next) => void navigate({ to: '/sync', search: next === 'waiting' ? {} : { tab: next }, replace: true })}
      mayManage={useMay('settings')}
      contactLink={(id, name) => (
        <Link to="/" search={{ contact: id }} className="lnk">
          {name}
        </Link>
      )}
    />
  );
}
