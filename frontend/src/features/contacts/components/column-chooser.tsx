import { ActionIcon, Button, Checkbox, Popover, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3, IconMinus, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Popup } from '../../../components/popup';
import {
  type ColumnId,
  type ColumnLayout,
  columnIds,
  defaultLayout,
  MAX_WIDTH,
  MIN_WIDTH,
  moveColumn,
  sizeColumn,
  toggleColumn,
  WIDTH_STEP,
  widthOf,
} from '../columns';
import { DensityChoice } from './density-choice';

interface Props {
  layout: ColumnLayout;
  onLayout: (layout: ColumnLayout, done: boolean) => void;
}

/** Which columns, in which order and how wide, for whoever cannot or would not drag them (WCAG 2.5.7). */
export function ColumnChooser({ layout, onLayout }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const hidden = columnIds.filter((id) => !layout.shown.includes(id));
  const set = (next: ColumnLayout) => onLayout(next, true);
  return (
    <Popup opened={opened} onChange={setOpened} position="bottom-end" width={380}>
      <Popover.Target>
        <Tooltip label={t('contacts.columns')} disabled={opened}>
          <ActionIcon
            variant="default"
            aria-label={t('contacts.columns')}
            aria-expanded={opened}
            aria-haspopup="dialog"
            onClick={() => setOpened((o) => !o)}
          >
            <IconColumns3 size={17} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown
        role="dialog"
        aria-label={t('contacts.columns')}
        p="sm"
        style={{ maxHeight: 'calc(100vh - 180px)', overflow: 'auto' }}
      >
        <h2 tabIndex={-1} data-autofocus style={{ outline: 'none', fontSize: 14, margin: '2px 4px 8px' }}>
          {t('contacts.columns')}
        </h2>
        <DensityChoice className="density-folded" />
        <ul className="colrows">
          {[...layout.shown, ...hidden].map((id) => (
            <ColumnLine key={id} id={id} layout={layout} set={set} />
          ))}
        </ul>
        <Button variant="subtle" color="gray" size="xs" mt={6} onClick={() => set(defaultLayout)}>
          {t('contacts.columnsReset')}
        </Button>
      </Popover.Dropdown>
    </Popup>
  );
}

function ColumnLine({ id, layout, set }: { id: ColumnId; layout: ColumnLayout; set: (next: ColumnLayout) => void }) {
  const { t } = useTranslation();
  const name = t(`contacts.col.${id}`);
  const at = layout.shown.indexOf(id);
  const width = widthOf(layout, id);
  const tools = [
    ['narrower', IconMinus, width <= MIN_WIDTH, () => set(sizeColumn(layout, id, width - WIDTH_STEP))],
    ['wider', IconPlus, width >= MAX_WIDTH, () => set(sizeColumn(layout, id, width + WIDTH_STEP))],
    ['earlier', IconArrowUp, at === 0, () => set(moveColumn(layout, id, at - 1))],
    ['later', IconArrowDown, at === layout.shown.length - 1, () => set(moveColumn(layout, id, at + 1))],
  ] as const;
  return (
    <li>
      <Checkbox label={name} checked={at >= 0} onChange={() => set(toggleColumn(layout, id))} />
      <span className="grow" />
      {at >= 0 &&
        tools.map(([what, Icon, off, act]) => (
          <Tooltip key={what} label={t(`contacts.colTool.${what}`)}>
            <ActionIcon
              size={26}
              variant="subtle"
              color="gray"
              // Not disabled: a button that goes away under the focus would drop it.
              aria-disabled={off || undefined}
              data-disabled={off || undefined}
              aria-label={t('contacts.colToolOf', { what: t(`contacts.colTool.${what}`), name })}
              onClick={() => !off && act()}
            >
              <Icon size={15} />
            </ActionIcon>
          </Tooltip>
        ))}
    </li>
  );
}
