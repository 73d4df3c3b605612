import '@mantine/spotlight/styles.css';
import { useMantineColorScheme } from '@mantine/core';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconDatabaseImport, IconKeyboard, IconLanguage, IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../features/session/mutations';
import { groups } from './navigation';
import { useMay, useSession } from './session-context';

const [store, palette] = createSpotlight();

interface Props {
  /** Grows each time the palette is asked for; it is loaded by the first time. */
  asked: number;
  onShortcuts: () => void;
}

/** Everything that can be reached or done, by name. */
export function Palette({ asked, onShortcuts }: Props) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const mayImport = useMay('import');
  const setLanguage = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (asked > 0) palette.open();
  }, [asked]);
  const { permissions } = useSession();
  const shown = (item: object) => !('may' in item) || permissions.includes(String(item.may));
  const icon = { size: 18, stroke: 1.7 };
  const actions = [
    ...groups.flatMap((group) =>
      group.items.filter(shown).map(({ key, to, icon: Icon }) => ({
        id: key,
        label: t(`nav.${key}`),
        leftSection: <Icon {...icon} />,
        onClick: () => void navigate({ to }),
      })),
    ),
    ...(mayImport
      ? [
          {
            id: 'new-import',
            label: t('palette.newImport'),
            leftSection: <IconDatabaseImport {...icon} />,
            onClick: () => void navigate({ to: '/imports/new' }),
          },
        ]
      : []),
    {
      id: 'light',
      label: t('top.toLight'),
      leftSection: <IconSun {...icon} />,
      onClick: () => setColorScheme('light'),
    },
    { id: 'dark', label: t('top.toDark'), leftSection: <IconMoon {...icon} />, onClick: () => setColorScheme('dark') },
    {
      id: 'language',
      label: t('palette.otherLanguage'),
      leftSection: <IconLanguage {...icon} />,
      onClick: () => setLanguage(i18n.language === 'en' ? 'pt-BR' : 'en'),
    },
    { id: 'shortcuts', label: t('shortcuts.title'), leftSection: <IconKeyboard {...icon} />, onClick: onShortcuts },
  ];
  return (
    <Spotlight
      store={store}
      attributes={{ content: { 'aria-label': t('top.palette') } }}
      shortcut={null}
      nothingFound={t('palette.nothing')}
      highlightQuery
      scrollable
      maxHeight={380}
      centered={false}
      yOffset="12vh"
      radius="lg"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t('top.palette'),
        'aria-label': t('top.palette'),
      }}
      actions={actions}
    />
  );
}
