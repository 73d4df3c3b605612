import { Menu, SegmentedControl, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type LabelColor, labelColors } from '../../../bridge/definitions';

export const dot = (color: string) => (
  <span className="labeldot" aria-hidden style={{ background: `var(--label-${color})` }} />
);

interface Props {
  name: string;
  color: LabelColor;
  onChange: (color: LabelColor) => void;
}

/** The colour of a label, changed on the spot. Colours have names: nobody has to tell them apart by eye. */
export function ColorMenu({ name, color, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" width={180}>
      <Menu.Target>
        <UnstyledButton
          className="defcolor"
          aria-label={t('definitions.colorOf', { name, color: t(`definitions.colors.${color}`) })}
        >
          {dot(color)}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {labelColors.map((value) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={value === color}
            leftSection={dot(value)}
            rightSection={value === color && <IconCheck size={15} />}
            onClick={() => value !== color && onChange(value)}
          >
            {t(`definitions.colors.${value}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function ColorChoice({ color, onChange }: { color: LabelColor; onChange: (color: LabelColor) => void }) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      aria-label={t('definitions.color')}
      value={color}
      onChange={(value) => onChange(value as LabelColor)}
      data={labelColors.map((value) => ({
        value,
        label: (
          <span className="defswatch">
            {dot(value)}
            {t(`definitions.colors.${value}`)}
          </span>
        ),
      }))}
    />
  );
}
