import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { UsersPage } from '../../features/users/components/users-page';
import { useMay, useSession } from '../session-context';

const route = getRouteApi('/users');

export function UsersRoute() {
  const { tab } = route.useSearch();
  const navigate = useNavigate();
  return (
    <UsersPage
      tab={tab ?? 'users'}
      onTab={(next) => void navigate({ to: '/users', search: next === 'users' ? {} : { tab: next }, replace: true })}
      mayManage={useMay('users')}
      self={useSession().user?.id ?? ''}
    />
  );
}
