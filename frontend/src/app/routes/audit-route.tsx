import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { AuditPage } from '../../features/audit/components/audit-page';
import { useMay, useSession } from '../session-context';

const route = getRouteApi('/audit');

export function AuditRoute() {
  const filters = route.useSearch();
  const navigate = useNavigate();
  return (
    <AuditPage
      filters={filters}
      onFilters={(search) => void navigate({ to: '/audit', search, replace: true })}
      mayRead={useMay('settings')}
      desktop={useSession().desktop}
      contactLink={(id, name, inList) => (
        <Link to="/" search={{ contact: id }} className="lnk" tabIndex={inList ? -1 : undefined}>
          {name}
        </Link>
      )}
    />
  );
}
