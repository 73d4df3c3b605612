import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const general = [
  ['palette', ['Ctrl', 'K']],
  ['search', ['/']],
  ['sheet', ['?']],
] as const;
const list = [
  ['move', ['↑', '↓']],
  ['letters', ['J', 'K']],
  ['page', ['PgUp', 'PgDn']],
  ['ends', ['Home', 'End']],
  ['toggle', ['Space']],
  ['range', ['Shift', '↑', '↓']],
  ['all', ['Ctrl', 'A']],
  ['open', ['Enter']],
  ['edit', ['E']],
  ['create', ['N']],
  ['escape', ['Esc']],
] as const;

export function ShortcutSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const rows = (keys: typeof general | typeof list) => (
    <dl className="keys">
      {keys.map(([name, combo]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>
            {combo.map((key) => (
              <Kbd key={key}>{key === 'Space' ? t('shortcuts.space') : key}</Kbd>
            ))}
          </dt>
          <dd>{t(`shortcuts.${name}`)}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<b>{t('shortcuts.title')}</b>}
      size={520}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <h3>{t('shortcuts.anywhere')}</h3>
      {rows(general)}
      <h3>{t('shortcuts.inList')}</h3>
      {rows(list)}
      <p className="sub" style={{ fontSize: 12 }}>
        {t('shortcuts.lettersOff')}
      </p>
    </Modal>
  );
}
