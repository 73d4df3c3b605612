import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Segment } from '../../../bridge/segments';
import { DangerDialog } from '../../../components/danger-dialog';
import { Dialog } from '../../../components/dialog';
import { ErrorCallout } from '../../../components/error-callout';
import { toast } from '../../../components/toast';
import { errorText } from '../../../i18n/codes';
import { type ContactSearch, toQuery, withoutWords } from '../filters';
import { useDeleteSegment, useSaveSegment } from '../segment-queries';

interface NameProps {
  /** null: what is on screen becomes a new one. */
  segment: Segment | null;
  search: ContactSearch;
  onSaved: (segment: Segment) => void;
  onClose: () => void;
}

export function NameSegment({ segment, search, onSaved, onClose }: NameProps) {
  const { t } = useTranslation();
  const save = useSaveSegment();
  const [name, setName] = useState(segment?.name ?? '');
  const submit = () => {
    if (name.trim() === '') return;
    save.mutate(
      {
        id: segment?.id ?? '',
        name: name.trim(),
        // A new name alone leaves the filter as it is saved, whatever is on screen.
        query: segment ? segment.query : toQuery(withoutWords(search)),
      },
      {
        onSuccess: (saved) => {
          toast({ kind: 'ok', title: (t) => t('segments.saved', { name: saved.name }) });
          onSaved(saved);
        },
      },
    );
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(segment ? 'segments.rename' : 'segments.saveTitle')}
      size={440}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            {t('segments.save')}
          </Button>
        </>
      }
      onSubmit={submit}
    >
      <TextInput
        data-autofocus
        label={t('segments.name')}
        description={segment ? undefined : t('segments.nameHint')}
        maxLength={120}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={save.error ? errorText(t, save.error) : undefined}
      />
      {!segment && search.q && <p className="sub">{t('segments.searchLeftOut')}</p>}
    </Dialog>
  );
}

interface DeleteProps {
  segment: Segment;
  onDeleted: () => void;
  onClose: () => void;
}

export function DeleteSegment({ segment, onDeleted, onClose }: DeleteProps) {
  const { t } = useTranslation();
  const remove = useDeleteSegment();
  return (
    <DangerDialog
      onClose={onClose}
      title={t('segments.deleteTitle', { name: segment.name })}
      size={440}
      confirm={t('segments.delete')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(segment.id, { onSuccess: onDeleted })}
    >
      <p>{t('segments.deleteText')}</p>
      {remove.error && <ErrorCallout error={remove.error} title={t('segments.deleteFailed')} />}
    </DangerDialog>
  );
}
