import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  type PermissionRow,
  type Presence,
  type Profile,
  permissions,
  type UserForm,
  users,
} from '../../bridge/administration';
import { toastError } from '../../components/toast';

function useChange<Sent, Answer>(send: (sent: Sent) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    gcTime: 0, // passwords are among what is sent
    onSettled: () => client.invalidateQueries({ queryKey: ['user'] }),
  });
}

export const useSaveUser = () => useChange((form: UserForm) => users.save(form));
export const useSetActive = () =>
  useChange(({ id, active }: { id: string; active: boolean }) => users.setActive(id, active));
export const useResetPassword = () =>
  useChange(({ id, password }: { id: string; password: string }) => users.resetPassword(id, password));
export const useSetPresence = () =>
  useChange(({ id, presence, reason }: { id: string; presence: Presence; reason: string }) =>
    users.setPresence(id, presence, reason),
  );

/** Shows the switch as it will be and takes it back when Go refuses it. */
export function useSetPermission() {
  const client = useQueryClient();
  const key = ['user', 'permissions'];
  return useMutation({
    mutationFn: ({ profile, permission, allowed }: { profile: Profile; permission: string; allowed: boolean }) =>
      permissions.set(profile, permission, allowed),
    onMutate: ({ profile, permission, allowed }) => {
      const before = client.getQueryData<PermissionRow[]>(key);
      client.setQueryData<PermissionRow[]>(key, (rows) =>
        rows?.map((row) =>
          row.permission === permission
            ? { ...row, profiles: row.profiles.map((p) => (p.profile === profile ? { ...p, allowed } : p)) }
            : row,
        ),
      );
      return before;
    },
    onError: (error, _change, before) => {
      client.setQueryData(key, before);
      toastError((t) => t('admin.permissions.failed'), error);
    },
    // One's own rights may be among what changed.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['user'] }),
        client.invalidateQueries({ queryKey: ['session'] }),
      ]),
  });
}
