import { ActionIcon, Button, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArchive, IconArrowBackUp, IconDots, IconGripVertical, IconPencil } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toBridgeError } from '../../../bridge/errors';
import { toastError } from '../../../components/toast';
import { errorText } from '../../../i18n/codes';
import { placeAmongAll } from '../order';
import { useReorder } from '../use-reorder';
import { ArchiveDialog } from './archive-dialog';
import { NameEditor } from './name-editor';

interface Row {
  id: string;
  name: string;
  archived: boolean;
  contacts: number;
}

interface Props<R extends Row> {
  kind: 'field' | 'label';
  rows: R[];
  /** Settings are a permission (D9.1): without it the lists are to be read. */
  mayChange: boolean;
  /** What stands in front of the name: a label's colour. */
  before?: (row: R) => ReactNode;
  /** What a row says beside its name. */
  detail: (row: R) => ReactNode;
  menu?: (row: R) => ReactNode;
  onRename: (row: R, name: string) => Promise<void>;
  onArchive: (row: R, archived: boolean) => Promise<void>;
  onMove: (id: string, to: number) => Promise<void>;
}

/** Definitions in their order, those that are archived apart. */
export function DefinitionList<R extends Row>(props: Props<R>) {
  const { kind, rows, mayChange, onMove } = props;
  const { t } = useTranslation();
  const [renaming, setRenaming] = useState<string | null>(null);
  const [archiving, setArchiving] = useState<R | null>(null);
  const [said, setSaid] = useState('');
  const active = rows.filter((row) => !row.archived);
  const archived = rows.filter((row) => row.archived);
  const reorder = useReorder(active, (id, to) => {
    const name = active.find((row) => row.id === id)?.name ?? '';
    setSaid(t('definitions.movedTo', { name, place: to + 1, of: active.length }));
    onMove(id, placeAmongAll(rows, id, to)).catch((error) => toastError((t) => t('definitions.notSaved'), error));
  });
  const bringBack = (row: R) =>
    props.onArchive(row, false).catch((error) => toastError((t) => t('definitions.notSaved'), error));
  const rename = async (row: R, name: string): Promise<string | null> => {
    try {
      if (name !== row.name) await props.onRename(row, name);
      setRenaming(null);
      return null;
    } catch (error) {
      return toBridgeError(error).code === 'conflict' ? t('definitions.nameTaken') : errorText(t, error);
    }
  };
  return (
    <>
      <VisuallyHidden aria-live="assertive">{said}</VisuallyHidden>
      {active.length > 0 && (
        <ul className="panel deflist" ref={reorder.list}>
          {reorder.rows.map((row) => (
            <li key={row.id} data-id={row.id} data-dragging={reorder.dragging === row.id || undefined}>
              {mayChange && active.length > 1 && (
                <UnstyledButton
                  className="defgrip"
                  aria-label={t('definitions.move', { name: row.name })}
                  aria-description={t('definitions.moveHow')}
                  {...reorder.handle(row.id)}
                >
                  <IconGripVertical size={16} aria-hidden />
                </UnstyledButton>
              )}
              {props.before?.(row)}
              <div className="defname">
                {renaming === row.id ? (
                  <NameEditor
                    name={row.name}
                    onSave={(name) => rename(row, name)}
                    onCancel={() => setRenaming(null)}
                    label={t('definitions.newName', { name: row.name })}
                  />
                ) : mayChange ? (
                  <UnstyledButton
                    className="defrename"
                    onClick={() => setRenaming(row.id)}
                    aria-label={t('definitions.rename', { name: row.name })}
                  >
                    <b>{row.name}</b> <IconPencil size={14} aria-hidden />
                  </UnstyledButton>
                ) : (
                  <b>{row.name}</b>
                )}
                <span className="sub">{props.detail(row)}</span>
              </div>
              <Use count={row.contacts} />
              {mayChange && (
                <Menu position="bottom-end" width={220}>
                  <Menu.Target>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size={32}
                      aria-label={t('definitions.more', { name: row.name })}
                    >
                      <IconDots size={18} />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setRenaming(row.id)}>
                      {t('definitions.renameItem')}
                    </Menu.Item>
                    {props.menu?.(row)}
                    <Menu.Item leftSection={<IconArchive size={16} />} onClick={() => setArchiving(row)}>
                      {t('definitions.archive')}
                    </Menu.Item>
                  </Menu.Dropdown>
                </Menu>
              )}
            </li>
          ))}
        </ul>
      )}
      {archived.length > 0 && (
        <section aria-labelledby={`${kind}-archived`} style={{ marginTop: 24 }}>
          <h2 id={`${kind}-archived`}>{t('definitions.archived', { count: archived.length })}</h2>
          <p className="sub" style={{ fontSize: 13, margin: '2px 0 10px' }}>
            {t(`definitions.archivedHint.${kind}`)}
          </p>
          <ul className="panel deflist">
            {archived.map((row) => (
              <li key={row.id} data-archived>
                {props.before?.(row)}
                <div className="defname">
                  <b>{row.name}</b>
                  <span className="sub">{props.detail(row)}</span>
                </div>
                <Use count={row.contacts} />
                {mayChange && (
                  <Button
                    variant="default"
                    size="xs"
                    leftSection={<IconArrowBackUp size={14} />}
                    onClick={() => void bringBack(row)}
                    aria-label={t('definitions.restoreNamed', { name: row.name })}
                  >
                    {t('definitions.restore')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <ArchiveDialog
        kind={kind}
        row={archiving}
        onClose={() => setArchiving(null)}
        onArchive={(row) => props.onArchive(row as R, true)}
      />
    </>
  );
}

function Use({ count }: { count: number }) {
  const { t } = useTranslation();
  return (
    <span className="sub num defuse">{count === 0 ? t('definitions.unused') : t('definitions.use', { count })}</span>
  );
}
