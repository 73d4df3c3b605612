import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { idleness } from '../bridge/administration';
import { useDuration } from '../hooks/use-duration';
import { useNow } from '../hooks/use-now';

/** Seconds before the end at which the window asks whether anybody is there. */
const warning = 120;
/** What people do is told to Go at most this often, in ms, and oftener where sessions are short. */
const every = 60_000;
/** What Go is asked this often, in ms: what is done in the window renews the session too. */
const asked = 20_000;
/** Set by hand: the dialog of the library has a role of its own that no property of it changes. */
const urgent = (dialog: HTMLElement | null) => dialog?.setAttribute('role', 'alertdialog');

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
    refetchInterval: ({ state: { data } }) =>
      data && data.secondsLeft < 1 ? 1000 : Math.min(asked, ((data?.limitSeconds ?? 60) * 1000) / 8),
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
  const limit = idle.data?.limitSeconds ?? 0;
  const asking = left <= Math.min(warning, limit / 4);
  const over = left <= 0;
  // What is on the screen is not to be read a moment longer.
  useEffect(() => {
    if (over) void refetch();
  }, [over, refetch]);
  useEffect(() => {
    const active = () => {
      if (asking || Date.now() - told.current > Math.min(every, (limit * 1000) / 8)) renew();
    };
    const events = ['keydown', 'pointerdown', 'wheel'] as const;
    for (const name of events) window.addEventListener(name, active, { passive: true, capture: true });
    return () => {
      for (const name of events) window.removeEventListener(name, active, { capture: true });
    };
  }, [asking, limit, renew]);
  return (
    <Modal.Root opened={asking && !over} onClose={renew} zIndex={350} centered radius="lg">
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content ref={urgent} className="dlg">
        <Modal.Header role="presentation">
          <Modal.Title>
            <b>{t('admin.session.warnTitle')}</b>
          </Modal.Title>
          <Modal.CloseButton aria-label={t('common.close')} />
        </Modal.Header>
        <Modal.Body>
          <p className="dlg-body num" role="timer" aria-live="off">
            {t('admin.session.warnHint', { left: duration(Math.max(0, left)) })}
          </p>
          <div className="dlg-buttons">
            <Button data-autofocus onClick={renew}>
              {t('admin.session.stay')}
            </Button>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
