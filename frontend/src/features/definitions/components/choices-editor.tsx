import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';

interface Props {
  choices: string[];
  onChange: (choices: string[]) => void;
  error?: string | null;
}

/** What a field of type choice offers, one a line; Enter adds. */
export function ChoicesEditor({ choices, onChange, error }: Props) {
  const { t } = useTranslation();
  const { same } = useFormat();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const next = text.trim();
  const twice = choices.some((choice) => same(choice, next));
  const add = () => {
    if (next === '' || twice) return;
    onChange([...choices, next]);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add();
  };
  return (
    <fieldset className="defchoices">
      <legend>{t('definitions.choices')}</legend>
      {choices.length > 0 && (
        <ul aria-label={t('definitions.choices')}>
          {choices.map((choice) => (
            <li key={choice}>
              <span className="ellipsis">{choice}</span>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={28}
                aria-label={t('definitions.removeChoice', { choice })}
                onClick={() => {
                  onChange(choices.filter((c) => c !== choice));
                  input.current?.focus();
                }}
              >
                <IconX size={15} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <TextInput
          ref={input}
          id={id}
          style={{ flex: 1 }}
          aria-label={t('definitions.newChoice')}
          placeholder={t('definitions.newChoice')}
          maxLength={120}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          error={twice && next !== '' ? t('definitions.choiceTwice') : error}
        />
        <Button variant="default" leftSection={<IconPlus size={15} />} onClick={add} disabled={next === '' || twice}>
          {t('definitions.addChoice')}
        </Button>
      </Group>
    </fieldset>
  );
}
