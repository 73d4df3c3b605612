import { Button, Popover, Select, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldKind, NewField } from '../../../bridge/types';
import { listed } from './listed';

const kinds = ['text', 'number', 'date', 'choice'] as const satisfies FieldKind[];
const isKind = (value: string): value is FieldKind => (kinds as readonly string[]).includes(value);

interface Props {
  name: string;
  field: NewField | undefined;
  /** Values of the column, for a field of choices. */
  samples: string[];
  onChange: (field: NewField) => void;
}

/** What a custom field becomes that the import creates: its kind never changes afterwards (D1.7). */
export function NewFieldKind({ name, field, samples, onChange }: Props) {
  const { t } = useTranslation();
  const kind = field?.type ?? 'text';
  const found = [...new Map(samples.map((s) => [s.trim().toLowerCase(), s.trim()])).values()].filter(Boolean);
  return (
    <span className="fieldkind">
      <Select
        aria-label={t('import.kindOf', { name })}
        size="xs"
        w={110}
        value={kind}
        data={kinds.map((value) => ({ value, label: t(`import.kind.${value}`) }))}
        allowDeselect={false}
        comboboxProps={listed}
        withScrollArea={false}
        onChange={(value) => {
          if (value !== null && isKind(value)) {
            onChange({ name, type: value, choices: value === 'choice' ? (field?.choices ?? []).concat(found) : [] });
          }
        }}
      />
      {kind === 'choice' && (
        <Popover width={320} position="bottom-end" withinPortal={false} trapFocus shadow="md">
          <Popover.Target>
            <Button size="compact-xs" variant="default">
              {t('import.choices', { count: field?.choices.length ?? 0 })}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <TagsInput
              label={t('import.choicesOf', { name })}
              description={t('import.choicesHint')}
              value={field?.choices ?? []}
              clearable={false}
              onChange={(choices) => onChange({ name, type: 'choice', choices })}
            />
          </Popover.Dropdown>
        </Popover>
      )}
    </span>
  );
}
