import { Menu, SegmentedControl, UnstyledButton } from '@mantine/core';
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
        <Menu.RadioGroup value={color} onChange={(value) => onChange(value as LabelColor)}>
          {labelColors.map((value) => (
            <Menu.RadioItem key={value} value={value} closeMenuOnClick>
              <span className="defswatch">
                {dot(value)}
                {t(`definitions.colors.${value}`)}
              </span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
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
