import { ActionIcon, Kbd, Tooltip } from '@mantine/core';
import { IconMessagePlus, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Job } from '../bridge/types';
import { LanguageSwitch } from '../components/language-switch';
import { ThemeButton } from '../components/theme-button';
import { Bell } from '../features/notifications/components/bell';
import { UserMenu } from '../features/session/components/user-menu';
import { useLanguage } from '../features/session/mutations';
import { useSession } from './session-context';

interface Props {
  running: Job[];
  onPalette: () => void;
  /** null when the person may not change anything. */
  onInteraction: (() => void) | null;
  onShortcuts: () => void;
  onTour: () => void;
  onJob: (jobId: string) => void;
}

export function TopBar({ running, onPalette, onInteraction, onShortcuts, onTour, onJob }: Props) {
  const { t } = useTranslation();
  const { user } = useSession();
  const setLanguage = useLanguage();
  const navigate = useNavigate();
  return (
    <header className="top chrome">
      <button type="button" className="searchbtn" data-tour="palette" onClick={onPalette}>
        <IconSearch size={15} aria-hidden />
        <span>{t('top.palette')}</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </button>
      <div className="grow" />
      {onInteraction && (
        <Tooltip label={`${t('timeline.add')} (Ctrl I)`}>
          <ActionIcon aria-label={t('timeline.add')} onClick={onInteraction}>
            <IconMessagePlus size={18} />
          </ActionIcon>
        </Tooltip>
      )}
      <LanguageSwitch onChange={setLanguage} />
      <ThemeButton />
      <Bell running={running} onJob={onJob} />
      {user && (
        <UserMenu
          user={user}
          onShortcuts={onShortcuts}
          onTour={onTour}
          onAccount={() => void navigate({ to: '/account' })}
        />
      )}
    </header>
  );
}
