import { ActionIcon, Select, TextInput } from '@mantine/core';
import { IconGripVertical, IconTrash } from '@tabler/icons-react';
import type { CountryCode } from 'libphonenumber-js/min';
import { memo, type PointerEvent, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '../form-context';
import { type PhoneRow, typed } from '../phones';
import { Part, usePart } from './field';

export interface CountryOption {
  value: CountryCode;
  label: string;
}

interface Props {
  row: PhoneRow;
  place: number;
  total: number;
  countries: CountryOption[];
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

  const { key } = row;
  const choose = useCallback(
    (country: CountryCode) =>
      change((v) => ({ ...v, phones: v.phones.map((p) => (p.key === key ? { ...p, country, stored: '' } : p)) })),
    [change, key],
  );
  const leave = useCallback(() => touch(part), [touch, part]);

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
        <CountrySelect
          label={t('contactForm.phones.country', { n })}
          nothing={t('contactForm.phones.noCountry')}
          data={countries}
          value={row.country}
          onChange={choose}
          onBlur={leave}
        />
        <Part part={part}>
          <TextInput
            type="tel"
            autoComplete="off"
            aria-label={place === 0 ? t('contactForm.phones.mainNumber') : t('contactForm.phones.number', { n })}
            placeholder={row.country === 'BR' ? '(41) 99876-5432' : undefined}
            value={row.text}
            onChange={(e) => set(typed(row.text, e.currentTarget.value, row.country))}
            onBlur={leave}
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

interface CountrySelectProps {
  label: string;
  nothing: string;
  data: CountryOption[];
  value: CountryCode;
  onChange: (country: CountryCode) => void;
  onBlur: () => void;
}

/** Two hundred and forty countries in each of ten lines: drawn anew only when one changes, not with every letter of the form. */
const CountrySelect = memo(function CountrySelect({ label, nothing, onChange, ...rest }: CountrySelectProps) {
  return (
    <Select
      aria-label={label}
      searchable
      allowDeselect={false}
      nothingFoundMessage={nothing}
      comboboxProps={countryBox}
      maxDropdownHeight={260}
      onChange={(code) => {
        if (code) onChange(code as CountryCode);
      }}
      {...rest}
    />
  );
});
const countryBox = { withinPortal: false, width: 260, position: 'bottom-start' } as const;
