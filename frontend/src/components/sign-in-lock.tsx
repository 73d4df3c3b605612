import { useTranslation } from 'react-i18next';
import { useDuration } from '../hooks/use-duration';
import { useNow } from '../hooks/use-now';
import { useFormat } from '../i18n/format';
import { Callout } from './callout';

/** Said once, with the time it ends; the seconds run beside it without being read out. */
export function SignInLock({ until }: { until: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const duration = useDuration();
  const now = useNow(1000);
  const left = Math.ceil((new Date(until).getTime() - now) / 1000);
  if (!(left > 0)) return <Callout kind="info" title={t('admin.session.lockedOver')} />;
  return (
    <div>
      <Callout kind="err" title={t('admin.session.locked', { time: format.time(until) })} />
      <p className="lock-left num" role="timer" aria-live="off">
        {t('admin.session.lockedLeft', { left: duration(left) })}
      </p>
    </div>
  );
}
