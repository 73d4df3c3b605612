import { Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { desktop } from '../../../bridge/desktop';
import { ErrorCallout } from '../../../components/error-callout';
import { toastError } from '../../../components/toast';
import { Line } from './setting-line';

/** How the program sits on this computer. The system can be changed from outside: it is asked each time. */
export function DesktopSettings() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const state = useQuery({ queryKey: ['desktop'], queryFn: desktop.state, staleTime: 0, refetchOnWindowFocus: true });
  const settled = {
    onError: (error: Error) => toastError((t) => t('settings.notSaved'), error),
    onSettled: () => client.invalidateQueries({ queryKey: ['desktop'] }),
  };
  const notify = useMutation({ mutationFn: desktop.setNotifications, ...settled });
  const start = useMutation({ mutationFn: desktop.setStartAtLogin, ...settled });
  if (state.isError) {
    return (
      <div style={{ padding: 16 }}>
        <ErrorCallout error={state.error} title={t('settings.failed')} onRetry={() => void state.refetch()} />
      </div>
    );
  }
  if (!state.data) return null;
  const { native, notifications, startAtLogin, canStartAtLogin } = state.data;
  return (
    <>
      <Line
        title={t('settings.notifications')}
        hint={native ? t('settings.notificationsHint') : t('settings.notificationsBrowserHint')}
      >
        {(labels) => (
          <Switch
            size="md"
            {...labels}
            checked={notifications}
            disabled={notify.isPending}
            onChange={(e) => notify.mutate(e.currentTarget.checked)}
          />
        )}
      </Line>
      {native && (
        <Line
          title={t('settings.startAtLogin')}
          hint={canStartAtLogin ? t('settings.startAtLoginHint') : t('settings.startAtLoginNot')}
        >
          {(labels) => (
            <Switch
              size="md"
              {...labels}
              checked={startAtLogin}
              disabled={!canStartAtLogin || start.isPending}
              onChange={(e) => start.mutate(e.currentTarget.checked)}
            />
          )}
        </Line>
      )}
    </>
  );
}
