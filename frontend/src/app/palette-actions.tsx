import { useMantineColorScheme } from '@mantine/core';
import {
  IconAlignJustified,
  IconDatabaseImport,
  IconDownload,
  IconForms,
  IconKeyboard,
  IconLanguage,
  IconLayoutGrid,
  IconLogout,
  IconMap2,
  IconMessagePlus,
  IconMessages,
  IconMoon,
  IconSun,
  IconTag,
  IconUserCircle,
  IconUserPlus,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportFormat } from '../bridge/types';
import { toast, toastError } from '../components/toast';
import { toQuery } from '../features/contacts/filters';
import { useStartExport } from '../features/exports/mutations';
import { useLanguage, useSignOut } from '../features/session/mutations';
import { setPreferences, usePreferences } from '../hooks/preferences';
import { groups } from './navigation';
import { useSession } from './session-context';

export interface PaletteAction {
  id: string;
  label: string;
  icon: ReactNode;
  run: () => void;
}

interface Wishes {
  /** With what was typed to say whom it is with; null when the person may not change anything. */
  onInteraction: ((text: string) => void) | null;
  onShortcuts: () => void;
  onTour: () => void;
}

const size = { size: 18, stroke: 1.7 };

/** Every screen there is for this person. */
export function useScreens(): PaletteAction[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { permissions } = useSession();
  const shown = (item: object) => !('may' in item) || permissions.includes(String(item.may));
  return [
    ...groups.flatMap((group) =>
      group.items.filter(shown).map(({ key, to, icon: Icon }) => ({
        id: key,
        label: t(`nav.${key}`),
        icon: <Icon {...size} />,
        run: () => void navigate({ to }),
      })),
    ),
    {
      id: 'account',
      label: t('palette.account'),
      icon: <IconUserCircle {...size} />,
      run: () => void navigate({ to: '/account' }),
    },
  ];
}

/** Everything that this person may do from anywhere. */
export function useActions({ onInteraction, onShortcuts, onTour }: Wishes): PaletteAction[] {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { permissions } = useSession();
  const setLanguage = useLanguage();
  const signOut = useSignOut();
  const start = useStartExport();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const { view } = usePreferences();
  const exportAll = (format: ExportFormat) =>
    start.mutate(
      { selection: { kind: 'all', ids: [], except: [], query: toQuery({}) }, format },
      {
        onSuccess: (id) =>
          id && toast({ kind: 'info', title: (t) => t('exports.started'), message: (t) => t('exports.startedHint') }),
        onError: (error) => toastError((t) => t('exports.failed'), error),
      },
    );
  const all: (PaletteAction & { may?: string })[] = [
    {
      id: 'new-contact',
      may: 'edit',
      label: t('palette.newContact'),
      icon: <IconUserPlus {...size} />,
      run: () => void navigate({ to: '/', state: { wish: { screen: 'contacts', open: '' } } }),
    },
    ...(onInteraction
      ? [
          {
            id: 'new-interaction',
            label: t('timeline.add'),
            icon: <IconMessagePlus {...size} />,
            run: () => onInteraction(''),
          },
        ]
      : []),
    {
      id: 'new-import',
      may: 'import',
      label: t('palette.newImport'),
      icon: <IconDatabaseImport {...size} />,
      run: () => void navigate({ to: '/imports/new' }),
    },
    {
      id: 'import-interactions',
      may: 'import',
      label: t('interactionImport.title'),
      icon: <IconMessages {...size} />,
      run: () => void navigate({ to: '/imports/interactions' }),
    },
    ...(['csv', 'xlsx', 'json', 'ndjson'] as const).map((format) => ({
      id: `export-${format}`,
      may: 'export',
      label: t(`palette.exportAll.${format}`),
      icon: <IconDownload {...size} />,
      run: () => exportAll(format),
    })),
    {
      id: 'new-field',
      may: 'settings',
      label: t('definitions.newField'),
      icon: <IconForms {...size} />,
      run: () =>
        void navigate({
          to: '/definitions',
          search: { tab: 'fields' },
          state: { wish: { screen: 'definitions', open: '' } },
        }),
    },
    {
      id: 'new-label',
      may: 'settings',
      label: t('definitions.newLabel'),
      icon: <IconTag {...size} />,
      run: () =>
        void navigate({
          to: '/definitions',
          search: { tab: 'labels' },
          state: { wish: { screen: 'definitions', open: '' } },
        }),
    },
    {
      id: 'view',
      label: view === 'list' ? t('palette.asCards') : t('palette.asList'),
      icon: view === 'list' ? <IconLayoutGrid {...size} /> : <IconAlignJustified {...size} />,
      run: () => {
        setPreferences({ view: view === 'list' ? 'cards' : 'list' });
        void navigate({ to: '/' });
      },
    },
    { id: 'light', label: t('top.toLight'), icon: <IconSun {...size} />, run: () => setColorScheme('light') },
    { id: 'dark', label: t('top.toDark'), icon: <IconMoon {...size} />, run: () => setColorScheme('dark') },
    {
      id: 'language',
      label: t('palette.otherLanguage'),
      icon: <IconLanguage {...size} />,
      run: () => setLanguage(i18n.language === 'en' ? 'pt-BR' : 'en'),
    },
    { id: 'shortcuts', label: t('shortcuts.title'), icon: <IconKeyboard {...size} />, run: onShortcuts },
    { id: 'tour', label: t('tour.start'), icon: <IconMap2 {...size} />, run: onTour },
    {
      id: 'sign-out',
      label: t('session.signOut'),
      icon: <IconLogout {...size} />,
      run: () =>
        signOut.mutate(undefined, { onError: (error) => toastError((t) => t('session.signOutFailed'), error) }),
    },
  ];
  return all.filter(({ may }) => may === undefined || permissions.includes(may));
}
