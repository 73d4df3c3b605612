import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ServicesPage } from '../../features/services/components/services-page';
import { useMay } from '../session-context';

const route = getRouteApi('/services');

export function ServicesRoute() {
  const { tab } = route.useSearch();
  const navigate = useNavigate();
  return (
    <ServicesPage
      tab={tab ?? 'services'}
      onTab={(next) =>
        void navigate({ to: '/services', search: next === 'services' ? {} : { tab: next }, replace: true })
      }
      mayChange={useMay('settings')}
    />
  );
}
