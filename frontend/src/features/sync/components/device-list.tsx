import { useTranslation } from 'react-i18next';
import type { SyncDevice } from '../../../bridge/types';
import { ErrorCallout } from '../../../components/error-callout';
import { KindIcon } from '../../../components/kind-icon';
import { useNow } from '../../../hooks/use-now';
import { useFormat } from '../../../i18n/format';
import { useDevices } from '../queries';

/** The computers of the organization, as the server knows them. */
export function DeviceList() {
  const { t } = useTranslation();
  const { data, error, refetch } = useDevices();
  if (error && !data) {
    return <ErrorCallout error={error} title={t('sync.devicesFailed')} onRetry={() => void refetch()} />;
  }
  if (!data) return null;
  return (
    <>
      <p className="sub tabhint">{t('sync.devicesHint')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
      <div className="panel tablebox" role="region" aria-label={t('sync.tab.devices')} tabIndex={0}>
        <table className="vt">
          <thead>
            <tr>
              {(['office', 'lastSeen', 'behind', 'state'] as const).map((col) => (
                <th key={col} scope="col">
                  {t(`sync.deviceCol.${col}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.map((device) => (
              <DeviceRow key={device.id} device={device} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function DeviceRow({ device }: { device: SyncDevice }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return (
    <tr>
      <th scope="row" className="office">
        {device.office} {device.self && <span className="tag">{t('sync.self')}</span>}
      </th>
      <td className="num" title={format.dateTime(device.lastSeenAt)}>
        {device.lastSeenAt ? format.ago(device.lastSeenAt, now) : t('sync.neverSeen')}
      </td>
      <td className="num">{device.revoked ? '—' : t('sync.behind', { count: device.behind })}</td>
      <td className="wrap">
        <State device={device} />
      </td>
    </tr>
  );
}

/** A device that was cut off may still owe the proof that erased people are gone from its disk. */
function State({ device }: { device: SyncDevice }) {
  const { t } = useTranslation();
  return (
    <div style={{ display: 'grid', gap: 4 }}>
      <span className="why">
        <KindIcon kind={device.revoked ? 'err' : 'ok'} size={16} />
        {device.revoked ? t('sync.deviceRevoked') : t('sync.deviceActive')}
      </span>
      {device.erasureOwed && (
        <span className="why">
          <KindIcon kind="warn" size={16} />
          {t('sync.erasureOwed')}
        </span>
      )}
    </div>
  );
}
