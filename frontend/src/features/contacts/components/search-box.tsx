import { ActionIcon, Kbd, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Milliseconds of silence before a search is asked for. */
const DEBOUNCE = 80;

interface Props {
  input: RefObject<HTMLInputElement | null>;
  value: string;
  onChange: (value: string) => void;
  onLeave: () => void;
}

/** The letters appear at once; the address (and with it the search) follows 80 ms after the last one. */
export function SearchBox({ input, value, onChange, onLeave }: Props) {
  const { t } = useTranslation();
  const [raw, setRaw] = useState(value);
  const sent = useRef(value);
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });
  // Back, a link or "clear" changed the address: the box follows. Its own words coming back do not disturb typing.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setRaw(value);
  }, [value]);
  useEffect(() => {
    const next = raw.trim();
    if (next === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = next;
      tell.current(next);
    }, DEBOUNCE);
    return () => clearTimeout(timer);
  }, [raw]);
  return (
    <TextInput
      ref={input}
      className="searchbox"
      value={raw}
      onChange={(e) => setRaw(e.currentTarget.value)}
      placeholder={t('contacts.searchPh')}
      aria-label={t('contacts.searchPh')}
      autoComplete="off"
      spellCheck={false}
      leftSection={<IconSearch size={15} />}
      rightSection={
        raw ? (
          <ActionIcon size={24} aria-label={t('contacts.clearSearch')} onClick={() => setRaw('')}>
            <IconX size={14} />
          </ActionIcon>
        ) : (
          <Kbd size="xs">/</Kbd>
        )
      }
      onKeyDown={(e) => {
        if (e.key === 'ArrowDown' || e.key === 'Enter') {
          e.preventDefault();
          onLeave();
        }
        if (e.key === 'Escape') {
          if (raw) setRaw('');
          else onLeave();
        }
      }}
    />
  );
}
