import { Button, Menu, TextInput, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Presence } from '../bridge/administration';
import { Dialog } from './dialog';

const presences = ['available', 'paused', 'offline'] as const;

/** Colour and shape: a full dot, a ring with a bar, an empty ring; the word stands beside it. */
export function PresenceDot({ presence }: { presence: Presence }) {
  return <span className="presence-dot" data-presence={presence} aria-hidden />;
}

interface Props {
  name: string;
  presence: Presence;
  reason: string;
  onChange: (presence: Presence, reason: string) => void;
}

/** What a person's presence is, and how to change it; a pause asks why. */
export function PresenceMenu({ name, presence, reason, onChange }: Props) {
  const { t } = useTranslation();
  const [pausing, setPausing] = useState(false);
  const [why, setWhy] = useState('');
  const word = t(`admin.presence.${presence}`);
  return (
    <>
      <Menu position="bottom-start" width={200}>
        <Menu.Target>
          <UnstyledButton
            className="presence"
            aria-label={t('admin.presence.change', { name, presence: reason ? `${word}, ${reason}` : word })}
          >
            <PresenceDot presence={presence} />
            <span className="ellipsis">
              {word}
              {reason && <span className="sub"> · {reason}</span>}
            </span>
            <IconChevronDown size={13} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {presences.map((value) => (
            <Menu.Item
              key={value}
              leftSection={<PresenceDot presence={value} />}
              onClick={() => {
                if (value !== 'paused') onChange(value, '');
                else {
                  setWhy('');
                  setPausing(true);
                }
              }}
            >
              {value === 'paused' ? t('admin.presence.pause') : t(`admin.presence.${value}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Dialog
        opened={pausing}
        onClose={() => setPausing(false)}
        title={t('admin.presence.pauseTitle', { name })}
        buttons={
          <>
            <Button variant="default" onClick={() => setPausing(false)}>
              {t('common.cancel')}
            </Button>
            <Button type="submit">{t('admin.presence.pauseDo')}</Button>
          </>
        }
        onSubmit={() => {
          onChange('paused', why.trim());
          setPausing(false);
        }}
      >
        <TextInput
          data-autofocus
          label={t('admin.presence.reason')}
          description={t('admin.presence.reasonHint')}
          maxLength={120}
          value={why}
          onChange={(e) => setWhy(e.currentTarget.value)}
        />
      </Dialog>
    </>
  );
}
