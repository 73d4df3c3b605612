import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '../form-context';
import { blankPhone, countries, moved } from '../phones';
import { usePart } from './field';
import { PhoneLine } from './phone-line';

/** Most phones of one contact (D1.5). */
const MAX_PHONES = 10;

/** The phones in order, the main one first: moved by keyboard on their handle, or dragged by it. */
export function PhoneList() {
  const { t, i18n } = useTranslation();
  const { values, change } = useForm();
  const { error } = usePart('phones');
  const all = useMemo(() => countries(i18n.language).map((c) => ({ value: c.code, label: c.label })), [i18n.language]);
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState('');
  const [added, setAdded] = useState('');
  const rows = values.phones;

  useEffect(() => {
    if (added) list.current?.querySelector<HTMLInputElement>(`[data-key="${added}"] input[type="tel"]`)?.focus();
  }, [added]);

  const move = (from: number, to: number) => {
    const end = Math.min(Math.max(0, to), rows.length - 1);
    if (end === from) return;
    change((v) => ({ ...v, phones: moved(v.phones, from, end) }));
    setSaid(t('contactForm.phones.moved', { place: end + 1, total: rows.length }));
  };
  const remove = (key: string) => {
    const at = rows.findIndex((row) => row.key === key);
    change((v) => {
      const left = v.phones.filter((row) => row.key !== key);
      return { ...v, phones: left.length > 0 ? left : [blankPhone()] };
    });
    setSaid(t('contactForm.phones.removed'));
    // The focus stays in the list: on the line that took the place of the one that is gone.
    requestAnimationFrame(() => {
      const lines = list.current?.querySelectorAll<HTMLInputElement>('input[type="tel"]');
      lines?.[Math.min(at, lines.length - 1)]?.focus();
    });
  };
  return (
    <div data-part="phones">
      <ol className="cf-phones" ref={list} aria-label={t('contactForm.phones.title')}>
        {rows.map((row, n) => (
          <PhoneLine
            key={row.key}
            row={row}
            place={n}
            total={rows.length}
            countries={all}
            onMove={(to) => move(n, to)}
            onRemove={() => remove(row.key)}
          />
        ))}
      </ol>
      {error && <p className="cf-error">{error}</p>}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={15} />}
        disabled={rows.length >= MAX_PHONES}
        onClick={() => {
          const row = blankPhone(rows.at(-1)?.country);
          change((v) => ({ ...v, phones: [...v.phones, row] }));
          setAdded(row.key);
        }}
      >
        {rows.length >= MAX_PHONES ? t('contactForm.phones.full') : t('contactForm.phones.add')}
      </Button>
      <p className="hidden-text" aria-live="polite">
        {said}
      </p>
    </div>
  );
}
