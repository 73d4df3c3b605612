import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { idleness } from '../bridge/administration';
import { useDuration } from '../hooks/use-duration';
import { useNow } from '../hooks/use-now';

/** Seconds before the end at which the window asks whether anybody is there. */
const warning = 120;
/** What people do is told to Go at most this often, in ms. */
const every = 60_000;

/**
 * Tells Go that somebody sits here: reading and typing call nothing. Asks before the session ends; any key or click answers.
 */
export function IdleWatch() {
  const { t } = useTranslation();
  const duration = useDuration();
  const told = useRef(0);
  const idle = useQuery({
    queryKey: ['idle'],
    queryFn: async () => ({ ...(await idleness.get()), at: Date.now() }),
    refetchInterval: 20_000,
    refetchIntervalInBackground: true,
    staleTime: 0,
    retry: false,
  });
  const refetch = idle.refetch;
  const renew = useCallback(() => {
    told.current = Date.now();
    // A session that has ended meanwhile says so by its own event.
    idleness.renew().then(
      () => void refetch(),
      () => undefined,
    );
  }, [refetch]);
  const now = useNow(1000);
  const left = idle.data ? Math.ceil(idle.data.secondsLeft - (now - idle.data.at) / 1000) : Number.POSITIVE_INFINITY;
  const asking = left <= Math.min(warning, (idle.data?.limitSeconds ?? 0) / 4);
  useEffect(() => {
    const active = () => {
      if (asking || Date.now() - told.current > every) renew();
    };
    const events = ['keydown', 'pointerdown', 'wheel'] as const;
    for (const name of events) window.addEventListener(name, active, { passive: true, capture: true });
    return () => {
      for (const name of events) window.removeEventListener(name, active, { capture: true });
    };
  }, [asking, renew]);
  return (
    <Modal
      opened={asking && left > 0}
      onClose={renew}
      zIndex={350}
      title={<b>{t('admin.session.warnTitle')}</b>}
      attributes={{ content: { role: 'alertdialog' }, header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className="dialog-text num" role="timer" aria-live="off">
        {t('admin.session.warnHint', { left: duration(Math.max(0, left)) })}
      </p>
      <div className="dialog-acts">
        <Button data-autofocus onClick={renew}>
          {t('admin.session.stay')}
        </Button>
      </div>
    </Modal>
  );
}
