import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBell } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../bridge/types';
import { Popup } from '../../../components/popup';
import { useMarkRead } from '../mutations';
import { useNotices } from '../queries';

const NoticeCentre = lazy(() => import('./notice-centre').then((m) => ({ default: m.NoticeCentre })));

interface Props {
  running: Job[];
  onJob: (jobId: string) => void;
}

/** The bell, how many are unread, and the centre under it. */
export function Bell({ running, onJob }: Props) {
  const { t } = useTranslation();
  const { data: notices = [] } = useNotices();
  const markRead = useMarkRead();
  const [opened, setOpened] = useState(false);
  const unread = notices.filter((n) => !n.read && n.event !== 'progress').length;
  // The centre lies over the screen: what is half behind it can be neither pressed nor reached by keyboard.
  useEffect(() => {
    const screen = opened ? document.querySelector('main') : null;
    if (!screen) return;
    screen.inert = true;
    return () => {
      screen.inert = false;
    };
  }, [opened]);
  const change = (next: boolean) => {
    setOpened(next);
    // The centre holds them all: a toast over it would hide what it repeats.
    if (next) notifications.clean();
    // Read once the centre is left, so that what is new can still be told from what was there.
    if (!next && unread > 0) markRead.mutate();
  };
  const label = unread > 0 ? t('notices.unread', { count: unread }) : t('notices.title');
  return (
    <Popup opened={opened} onChange={change} position="bottom-end">
      <Popover.Target>
        <Tooltip label={label} disabled={opened}>
          <ActionIcon
            className="bell"
            aria-label={label}
            aria-haspopup="dialog"
            aria-expanded={opened}
            onClick={() => change(!opened)}
          >
            <IconBell size={18} />
            {unread > 0 && (
              <span className="n num" aria-hidden>
                {unread > 9 ? '9+' : unread}
              </span>
            )}
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('notices.title')} p={0} className="centre">
        <div className="centre-head">
          <h2 tabIndex={-1} data-autofocus style={{ outline: 'none' }}>
            {t('notices.title')}
          </h2>
        </div>
        <Suspense fallback={<div style={{ height: 120 }} />}>
          <NoticeCentre
            notices={notices}
            running={running}
            onJob={(id) => {
              change(false);
              onJob(id);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popup>
  );
}
