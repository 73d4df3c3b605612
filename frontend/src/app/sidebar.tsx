import { Tooltip, useMatches } from '@mantine/core';
import { IconAddressBook } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { groups } from './navigation';
import { useSession } from './session-context';

export function Sidebar() {
  const { t } = useTranslation();
  // Below 1180 px only the icons remain, and their names become tooltips.
  const narrow = useMatches({ base: true, lg: false });
  const { permissions } = useSession();
  const shown = (item: object) => !('may' in item) || permissions.includes(String(item.may));
  return (
    <nav className="side chrome" aria-label={t('app.navigation')}>
      <div className="brand">
        <span className="brand-mark">
          <IconAddressBook size={16} stroke={2} aria-hidden />
        </span>
        <span className="brand-txt">{t('app.name')}</span>
      </div>
      {groups.map((group) => (
        <div key={group.key}>
          <div className="navgroup">
            <span>{t(`nav.${group.key}`)}</span>
          </div>
          {group.items.filter(shown).map(({ key, to, icon: Icon }) => (
            <Tooltip key={key} label={t(`nav.${key}`)} position="right" disabled={!narrow}>
              <Link
                to={to}
                className="nav"
                data-tour={`nav-${key}`}
                activeOptions={{ exact: to === '/', includeSearch: false }}
              >
                <Icon size={17} stroke={1.7} aria-hidden />
                <span>{t(`nav.${key}`)}</span>
              </Link>
            </Tooltip>
          ))}
        </div>
      ))}
    </nav>
  );
}
