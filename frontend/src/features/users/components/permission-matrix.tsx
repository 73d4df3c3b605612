import { Switch, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PermissionState } from '../../../bridge/administration';
import { ErrorCallout } from '../../../components/error-callout';
import { profileWord } from '../../../components/person-profile';
import { i18n } from '../../../i18n/i18n';
import { useSetPermission } from '../mutations';
import { useMatrix } from '../queries';

/** Who may do what (D9.1): each right with what it means, each switch with whether it stands as by default. */
export function PermissionMatrix() {
  const { t } = useTranslation();
  const { data, error, refetch } = useMatrix();
  if (error && !data) {
    return <ErrorCallout error={error} title={t('admin.loadFailed')} onRetry={() => void refetch()} />;
  }
  if (!data) return null;
  const changed = data.flatMap((row) => row.profiles).filter((p) => p.allowed !== p.default).length;
  const nameOf = (permission: string) =>
    i18n.exists(`admin.permissions.name.${permission}`)
      ? t(`admin.permissions.name.${permission}` as 'admin.permissions.name.view')
      : permission;
  return (
    <>
      <p className="sub tabhint" style={{ marginTop: 0 }}>
        {t('admin.permissions.hint')}{' '}
        <span className="num" role="status">
          {t('admin.permissions.changedCount', { count: changed })}.
        </span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
      <div className="panel admin-table" role="region" aria-label={t('admin.users.tab.permissions')} tabIndex={0}>
        <table className="vt matrix">
          <thead>
            <tr>
              <th scope="col">{t('admin.permissions.permission')}</th>
              {data[0]?.profiles.map((p) => (
                <th key={p.profile} scope="col">
                  {profileWord(t, p.profile)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.map((row) => (
              <tr key={row.permission}>
                <th scope="row">
                  {nameOf(row.permission)}
                  <span className="sub">
                    {i18n.exists(`admin.permissions.what.${row.permission}`) &&
                      t(`admin.permissions.what.${row.permission}` as 'admin.permissions.what.view')}
                  </span>
                </th>
                {row.profiles.map((state) => (
                  <td key={state.profile}>
                    <Right permission={row.permission} name={nameOf(row.permission)} state={state} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Right({ permission, name, state }: { permission: string; name: string; state: PermissionState }) {
  const { t } = useTranslation();
  const set = useSetPermission();
  const stands = state.allowed === state.default;
  return (
    <span className="right">
      <Tooltip label={t('admin.permissions.fixed')} disabled={!state.fixed} multiline w={260}>
        <Switch
          size="md"
          aria-label={t('admin.permissions.switch', { permission: name, profile: profileWord(t, state.profile) })}
          aria-description={state.fixed ? t('admin.permissions.fixed') : undefined}
          checked={state.allowed}
          aria-disabled={state.fixed || undefined}
          data-fixed={state.fixed || undefined}
          onChange={(e) => {
            if (!state.fixed) set.mutate({ profile: state.profile, permission, allowed: e.currentTarget.checked });
          }}
        />
      </Tooltip>
      <span className={stands ? 'sub' : 'right-changed'}>
        {t(stands ? 'admin.permissions.default' : 'admin.permissions.changed')}
      </span>
    </span>
  );
}
