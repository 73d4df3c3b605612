import { Button, Select, Switch, TextInput } from '@mantine/core';
import { IconPlus, IconTags } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tabulation } from '../../../bridge/administration';
import { ErrorCallout } from '../../../components/error-callout';
import { Form } from '../../../components/form';
import { KindIcon } from '../../../components/kind-icon';
import { Nothing } from '../../../components/nothing';
import { toast, toastError } from '../../../components/toast';
import { useAddTabulation, useArchiveTabulation, useServices, useTabulations } from '../queries';
import { refusedName } from '../words';
import { RenameDialog } from './rename-dialog';

/** The disposition codes: of every service, or of one (D9.4). What is archived stays on the interactions that have it. */
export function TabulationList() {
  const { t } = useTranslation();
  const { data, error, refetch } = useTabulations();
  const services = useServices().data ?? [];
  const archive = useArchiveTabulation();
  const [archived, setArchived] = useState(false);
  const [renaming, setRenaming] = useState<Tabulation | null>(null);
  if (error && !data) {
    return <ErrorCallout error={error} title={t('admin.loadFailed')} onRetry={() => void refetch()} />;
  }
  if (!data) return null;
  const serviceName = (id: string) =>
    id === '' ? t('admin.tabulations.every') : services.find((s) => s.id === id)?.name;
  const shown = data.filter((x) => archived || !x.archived);
  const setState = (x: Tabulation, off: boolean) =>
    archive.mutate(
      { id: x.id, archived: off },
      {
        onSuccess: () => {
          if (!off) return;
          toast({
            kind: 'ok',
            title: (t) => t('admin.tabulations.archivedDone', { name: x.name }),
            action: { label: (t) => t('admin.tabulations.undo'), run: () => setState(x, false) },
          });
        },
        onError: (error) => toastError((t) => t('admin.notSaved'), error),
      },
    );
  return (
    <>
      <p className="sub admin-hint" style={{ marginBottom: 14 }}>
        {t('admin.tabulations.hint')}
      </p>
      <AddTabulation services={services.map((s) => ({ value: s.id, label: s.name }))} />
      <div className="admin-tools">
        <div className="grow" />
        <Switch
          checked={archived}
          onChange={(e) => setArchived(e.currentTarget.checked)}
          label={t('admin.tabulations.showArchived')}
        />
      </div>
      {shown.length === 0 ? (
        <Nothing icon={IconTags} title={t('admin.tabulations.empty')} text={t('admin.tabulations.emptyHint')} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
        <div className="panel admin-table" role="region" aria-label={t('admin.services.tab.tabulations')} tabIndex={0}>
          <table className="vt">
            <thead>
              <tr>
                {(['name', 'service', 'state'] as const).map((col) => (
                  <th key={col} scope="col">
                    {t(`admin.tabulations.${col}`)}
                  </th>
                ))}
                <th scope="col">
                  <span className="hidden-text">{t('admin.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((x) => (
                <tr key={x.id} data-off={x.archived || undefined}>
                  <th scope="row" className="admin-cell">
                    {x.name}
                  </th>
                  <td>{serviceName(x.service)}</td>
                  <td>
                    <span className="why">
                      <KindIcon kind={x.archived ? 'info' : 'ok'} size={16} />
                      {t(x.archived ? 'admin.tabulations.archived' : 'admin.tabulations.inUse')}
                    </span>
                  </td>
                  <td className="admin-acts">
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={`${t('admin.tabulations.rename')}: ${x.name}`}
                      onClick={() => setRenaming(x)}
                    >
                      {t('admin.tabulations.rename')}
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="gray"
                      aria-label={`${t(x.archived ? 'admin.tabulations.restore' : 'admin.tabulations.archive')}: ${x.name}`}
                      onClick={() => setState(x, !x.archived)}
                    >
                      {t(x.archived ? 'admin.tabulations.restore' : 'admin.tabulations.archive')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {renaming && <RenameDialog tabulation={renaming} onClose={() => setRenaming(null)} />}
    </>
  );
}

/** One line, and again: a list is typed in one go. */
function AddTabulation({ services }: { services: { value: string; label: string }[] }) {
  const { t } = useTranslation();
  const add = useAddTabulation();
  const [name, setName] = useState('');
  const [service, setService] = useState('');
  const [nameless, setNameless] = useState(false);
  const [added, setAdded] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const refused = add.isError ? refusedName(t, add.error, t('admin.tabulations.nameTaken')).text : null;
  return (
    <Form
      className="admin-add"
      onSubmit={() => {
        const wanted = name.trim();
        setNameless(wanted === '');
        field.current?.focus();
        if (wanted === '') return;
        add.mutate(
          { name: wanted, service },
          {
            onSuccess: (added) => {
              setName('');
              setAdded(added.name);
            },
          },
        );
      }}
    >
      <TextInput
        ref={field}
        style={{ flex: 2 }}
        maxLength={120}
        label={t('admin.tabulations.new')}
        value={name}
        onChange={(e) => {
          setName(e.currentTarget.value);
          setNameless(false);
          if (add.isError) add.reset();
        }}
        error={nameless ? t('admin.tabulations.nameNeeded') : refused}
      />
      <Select
        style={{ flex: 1 }}
        label={t('admin.tabulations.service')}
        allowDeselect={false}
        value={service}
        onChange={(value) => setService(value ?? '')}
        data={[{ value: '', label: t('admin.tabulations.every') }, ...services]}
      />
      <Button type="submit" mt={24} loading={add.isPending} leftSection={<IconPlus size={16} aria-hidden />}>
        {t('admin.tabulations.add')}
      </Button>
      {/* Whoever sees the list sees it there. */}
      <span className="hidden-text" role="status">
        {added && t('admin.tabulations.added', { name: added })}
      </span>
    </Form>
  );
}
