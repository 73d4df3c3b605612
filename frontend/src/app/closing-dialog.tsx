import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { desktop, type Leaving } from '../bridge/desktop';
import { on } from '../bridge/events';
import { Dialog } from '../components/dialog';
import { toastError } from '../components/toast';

/** Asks what becomes of the work when the window is closed over it (D3.15). Nothing is lost whatever the answer. */
export function ClosingDialog() {
  const { t } = useTranslation();
  const [jobs, setJobs] = useState(0);
  const [opened, setOpened] = useState(false);
  useEffect(
    () =>
      on('window:closing', (asked) => {
        setJobs(asked.jobs);
        setOpened(true);
      }),
    [],
  );
  const answer = (how: Leaving) => {
    setOpened(false);
    desktop.leave(how).catch((error) => toastError((t) => t('closing.failed'), error));
  };
  return (
    <Dialog
      opened={opened}
      onClose={() => answer('stay')}
      size="lg"
      // Above a session that has ended, too: its cover is at 1000.
      zIndex={1100}
      title={t('closing.title', { count: jobs })}
      buttons={
        <>
          <Button variant="subtle" color="gray" onClick={() => answer('stay')}>
            {t('closing.stay')}
          </Button>
          <Button variant="default" onClick={() => answer('later')}>
            {t('closing.later')}
          </Button>
          <Button data-autofocus onClick={() => answer('background')}>
            {t('closing.background')}
          </Button>
        </>
      }
    >
      <p>{t('closing.hint')}</p>
      <ul className="dialog-list">
        <li>
          <b>{t('closing.background')}:</b> {t('closing.backgroundHint')}
        </li>
        <li>
          <b>{t('closing.later')}:</b> {t('closing.laterHint')}
        </li>
      </ul>
    </Dialog>
  );
}
