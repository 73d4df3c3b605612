import { ActionIcon, Select, TextInput } from '@mantine/core';
import { IconGripVertical, IconTrash } from '@tabler/icons-react';
import type { CountryCode } from 'libphonenumber-js/min';
import { type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '../form-context';
import { type Country, type PhoneRow, typed } from '../phones';
import { Part, usePart } from './field';

interface Props {
  row: PhoneRow;
  place: number;
  total: number;
  countries: Country[];
  onMove: (to: number) => void;
  onRemove: () => void;
}

export function PhoneLine({ row, place, total, countries, onMove, onRemove }: Props) {
  const { t } = useTranslation();
  const { change, touch } = useForm();
  const part = `phone ${row.key}`;
  const { error, description } = usePart(part);
  const [dragging, setDragging] = useState(false);
  const n = place + 1;
  const set = (next: Partial<PhoneRow>) =>
    change((v) => ({
      ...v,
      phones: v.phones.map((p) => (p.key === row.key ? { ...p, ...next, stored: '' } : p)),
    }));

  // The line follows the pointer from place to place; what is under it says where that is.
  const drag = (e: PointerEvent<HTMLButtonElement>) => {
    if (!dragging) return;
    const lines = [...(e.currentTarget.closest('ol')?.children ?? [])];
    const to = lines.findIndex((line) => {
      const box = line.getBoundingClientRect();
      return e.clientY >= box.top && e.clientY < box.bottom;
    });
    if (to >= 0 && to !== place) onMove(to);
  };
  return (
    <li className="cf-phone" data-key={row.key} data-dragging={dragging || undefined}>
      <ActionIcon
        className="cf-grip"
        aria-label={t('contactForm.phones.move', { n })}
        aria-description={t('contactForm.phones.moveHint')}
        disabled={total < 2}
        onKeyDown={(e) => {
          const to = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: total - 1 }[e.key];
          if (to === undefined) return;
          e.preventDefault();
          const grip = e.currentTarget;
          onMove(to);
          requestAnimationFrame(() => grip.focus());
        }}
        onPointerDown={(e) => {
          e.currentTarget.setPointerCapture(e.pointerId);
          setDragging(true);
        }}
        onPointerMove={drag}
        onPointerUp={() => setDragging(false)}
        onPointerCancel={() => setDragging(false)}
      >
        <IconGripVertical size={16} />
      </ActionIcon>
      <div className="cf-phone-boxes">
        <Select
          aria-label={t('contactForm.phones.country', { n })}
          data={countries.map((c) => ({ value: c.code, label: c.label }))}
          value={row.country}
          onChange={(code) => {
            if (code) set({ country: code as CountryCode });
          }}
          searchable
          allowDeselect={false}
          nothingFoundMessage={t('contactForm.phones.noCountry')}
          comboboxProps={{ withinPortal: false, width: 260, position: 'bottom-start' }}
          maxDropdownHeight={260}
          onBlur={() => touch(part)}
        />
        <Part part={part}>
          <TextInput
            type="tel"
            autoComplete="off"
            aria-label={place === 0 ? t('contactForm.phones.mainNumber') : t('contactForm.phones.number', { n })}
            placeholder={row.country === 'BR' ? '(41) 99876-5432' : undefined}
            value={row.text}
            onChange={(e) => set(typed(row.text, e.currentTarget.value, row.country))}
            onBlur={() => touch(part)}
            error={error}
            description={description}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
          />
        </Part>
      </div>
      <span className="cf-main">{place === 0 ? t('contactForm.phones.main') : ''}</span>
      <ActionIcon aria-label={t('contactForm.phones.remove', { n })} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
    </li>
  );
}
