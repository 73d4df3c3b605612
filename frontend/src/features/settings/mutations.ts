import { useMutation, useQueryClient } from '@tanstack/react-query';
import { settings } from '../../bridge/call';
import type { SettingName, SettingValues } from '../../bridge/types';

/** Shows the new value at once and takes it back when Go refuses it. */
export function useSetSetting() {
  const client = useQueryClient();
  const key = ['setting', 'all'];
  return useMutation({
    mutationFn: ({ name, value }: { name: SettingName; value: string }) => settings.set(name, value),
    onMutate: ({ name, value }) => {
      const before = client.getQueryData<SettingValues>(key);
      client.setQueryData<SettingValues>(key, { ...before, [name]: value });
      return before;
    },
    onError: (_error, _change, before) => client.setQueryData(key, before),
    onSettled: () => client.invalidateQueries({ queryKey: ['setting'] }),
  });
}
