import { Button, Menu, Skeleton, Tabs } from '@mantine/core';
import { IconForms, IconListDetails, IconPlus, IconTag } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldRow } from '../../../bridge/definitions';
import { ErrorCallout } from '../../../components/error-callout';
import { Nothing } from '../../../components/nothing';
import { toastError } from '../../../components/toast';
import { useChangeField, useChangeLabel, useMoveField, useMoveLabel } from '../mutations';
import { useFields, useLabels } from '../queries';
import type { DefinitionTab } from '../tabs';
import { ChoicesDialog } from './choices-dialog';
import { ColorMenu, dot } from './color-picker';
import { DefinitionList } from './definition-list';
import { FieldForm } from './field-form';
import { LabelForm } from './label-form';

interface Props {
  tab: DefinitionTab;
  onTab: (tab: DefinitionTab) => void;
  mayChange: boolean;
  /** Begins with the form of a new one. */
  adding?: boolean;
}

/** Custom fields and labels, kept in order by people (D1.7). */
export function DefinitionsPage({ tab, onTab, mayChange, adding: first = false }: Props) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(first && mayChange);
  return (
    <div className="page">
      <div className="pagein" style={{ maxWidth: 820 }}>
        <div className="pagehead">
          <div>
            <h1>{t('definitions.title')}</h1>
            <p className="sub">{mayChange ? t('definitions.hint') : t('settings.noPermission')}</p>
          </div>
          <div className="grow" />
          {mayChange && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
              {tab === 'fields' ? t('definitions.newField') : t('definitions.newLabel')}
            </Button>
          )}
        </div>
        <Tabs value={tab} onChange={(value) => onTab(value as DefinitionTab)} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="fields" leftSection={<IconForms size={16} />}>
              {t('definitions.fields')}
            </Tabs.Tab>
            <Tabs.Tab value="labels" leftSection={<IconTag size={16} />}>
              {t('definitions.labels')}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="fields">
            <Fields mayChange={mayChange} onAdd={() => setAdding(true)} />
          </Tabs.Panel>
          <Tabs.Panel value="labels">
            <Labels mayChange={mayChange} onAdd={() => setAdding(true)} />
          </Tabs.Panel>
        </Tabs>
        {adding &&
          (tab === 'fields' ? (
            <FieldForm onClose={() => setAdding(false)} />
          ) : (
            <LabelForm onClose={() => setAdding(false)} />
          ))}
      </div>
    </div>
  );
}

interface ListProps {
  mayChange: boolean;
  onAdd: () => void;
}

function Fields({ mayChange, onAdd }: ListProps) {
  const { t } = useTranslation();
  const fields = useFields();
  const { mutateAsync: change } = useChangeField();
  const { mutateAsync: move } = useMoveField();
  const [choosing, setChoosing] = useState<FieldRow | null>(null);
  const detail = (f: FieldRow) =>
    f.type === 'choice'
      ? t('definitions.choiceOf', { choices: f.choices.join(', ') })
      : t(`definitions.types.${f.type}`);
  return (
    <Loaded query={fields}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty kind="field" onAdd={mayChange ? onAdd : null} />
        ) : (
          <>
            <DefinitionList
              kind="field"
              rows={rows}
              mayChange={mayChange}
              detail={detail}
              menu={(row) =>
                row.type === 'choice' && (
                  <Menu.Item leftSection={<IconListDetails size={16} />} onClick={() => setChoosing(row)}>
                    {t('definitions.changeChoices')}
                  </Menu.Item>
                )
              }
              onRename={(row, name) => change({ id: row.id, change: { name } })}
              onArchive={(row, archived) => change({ id: row.id, change: { archived } })}
              onMove={(id, to) => move({ id, to })}
            />
            {choosing && (
              <ChoicesDialog
                field={choosing}
                onClose={() => setChoosing(null)}
                onSave={(choices) => change({ id: choosing.id, change: { choices } })}
              />
            )}
          </>
        )
      }
    </Loaded>
  );
}

function Labels({ mayChange, onAdd }: ListProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const { mutateAsync: change } = useChangeLabel();
  const { mutateAsync: move } = useMoveLabel();
  return (
    <Loaded query={labels}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty kind="label" onAdd={mayChange ? onAdd : null} />
        ) : (
          <DefinitionList
            kind="label"
            rows={rows}
            mayChange={mayChange}
            before={(row) =>
              mayChange && !row.archived ? (
                <ColorMenu
                  name={row.name}
                  color={row.color}
                  onChange={(color) =>
                    change({ id: row.id, change: { color } }).catch((error) =>
                      toastError((t) => t('definitions.notSaved'), error),
                    )
                  }
                />
              ) : (
                dot(row.color)
              )
            }
            detail={(row) => t(`definitions.colors.${row.color}`)}
            onRename={(row, name) => change({ id: row.id, change: { name } })}
            onArchive={(row, archived) => change({ id: row.id, change: { archived } })}
            onMove={(id, to) => move({ id, to })}
          />
        )
      }
    </Loaded>
  );
}

function Loaded<Row>({ query, children }: { query: UseQueryResult<Row[]>; children: (rows: Row[]) => ReactNode }) {
  const { t } = useTranslation();
  if (query.isError)
    return <ErrorCallout error={query.error} title={t('definitions.failed')} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={160} radius="md" />;
  return <>{children(query.data)}</>;
}

function Empty({ kind, onAdd }: { kind: 'field' | 'label'; onAdd: (() => void) | null }) {
  const { t } = useTranslation();
  return (
    <Nothing
      icon={kind === 'field' ? IconForms : IconTag}
      title={t(`definitions.empty.${kind}`)}
      text={t(`definitions.emptyHint.${kind}`)}
    >
      {onAdd && (
        <Button leftSection={<IconPlus size={16} />} onClick={onAdd}>
          {kind === 'field' ? t('definitions.newField') : t('definitions.newLabel')}
        </Button>
      )}
    </Nothing>
  );
}
