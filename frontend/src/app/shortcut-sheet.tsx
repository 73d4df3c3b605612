import { Kbd } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../components/dialog';
import { extending, type Scope, shortcuts } from '../hooks/shortcuts';

const scopes = [
  ['anywhere', 'anywhere'],
  ['contacts', 'inContacts'],
  ['list', 'inList'],
  ['contact', 'inContact'],
  ['importLines', 'inImportLines'],
  ['tour', 'inTour'],
] as const satisfies [Scope, string][];

const caps: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
};
const isMac = /Mac/.test(navigator.platform);

/** The keys of a combination as they are printed on keyboards. */
export function capsOf(combo: string, space: string): string[] {
  return combo
    .split('+')
    .map((key) =>
      key === ' '
        ? space
        : key === 'Mod'
          ? isMac
            ? '⌘'
            : 'Ctrl'
          : (caps[key] ?? (key.length === 1 ? key.toUpperCase() : key)),
    );
}

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** Every key there is, from the registry that the handlers use. */
export function ShortcutSheet({ opened, onClose }: Props) {
  const { t } = useTranslation();
  const keys = (combo: string) => (
    <span className="combo">
      {capsOf(combo, t('shortcuts.space')).map((cap) => (
        <Kbd key={cap}>{cap}</Kbd>
      ))}
    </span>
  );
  return (
    <Dialog opened={opened} onClose={onClose} title={t('shortcuts.title')} size={560}>
      {scopes.map(([scope, title]) => (
        <section key={scope} aria-label={t(`shortcuts.${title}`)}>
          <h3>{t(`shortcuts.${title}`)}</h3>
          <dl className="keys">
            {Object.entries(shortcuts[scope]).map(([name, combos]) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt>
                  {(combos as readonly string[]).map((combo, i) => (
                    <Fragment key={combo}>
                      {i > 0 && <span className="sub">/</span>}
                      {keys(combo)}
                    </Fragment>
                  ))}
                </dt>
                <dd>{t(`shortcuts.${name}` as 'shortcuts.palette')}</dd>
              </div>
            ))}
            {scope === 'list' && (
              <div style={{ display: 'contents' }}>
                <dt>
                  <Kbd>Shift</Kbd>
                  {Object.entries(shortcuts.list)
                    .filter(([name]) => extending.has(name))
                    .map(([name, [combo]]) => (
                      <Fragment key={name}>{keys(combo)}</Fragment>
                    ))}
                </dt>
                <dd>{t('shortcuts.range')}</dd>
              </div>
            )}
          </dl>
        </section>
      ))}
      <p className="sub">{t('shortcuts.lettersOff')}</p>
    </Dialog>
  );
}
