import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceRow } from '../../../bridge/administration';
import { Callout } from '../../../components/callout';
import { Dialog } from '../../../components/dialog';
import { toast } from '../../../components/toast';
import { useSaveService } from '../queries';
import { refusedName } from '../words';

/** Creates a service, or changes one. Another mailbox has not been validated yet. */
export function ServiceDialog({ service, onClose }: { service: ServiceRow | null; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveService();
  const [name, setName] = useState(service?.name ?? '');
  const [mailbox, setMailbox] = useState(service?.mailbox ?? '');
  const [validated, setValidated] = useState(service?.validated ?? false);
  const [nameless, setNameless] = useState(false);
  const refused = save.isError ? refusedName(t, save.error, t('admin.services.nameTaken')) : null;
  return (
    <Dialog
      opened
      onClose={onClose}
      title={service ? t('admin.services.editTitle', { name: service.name }) : t('admin.services.createTitle')}
      closeOnClickOutside={false}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {service ? t('admin.save') : t('admin.services.create')}
          </Button>
        </>
      }
      onSubmit={() => {
        setNameless(name.trim() === '');
        if (name.trim() === '') return;
        save.mutate(
          { id: service?.id ?? '', name: name.trim(), mailbox: mailbox.trim(), validated },
          {
            onSuccess: () => {
              toast({ kind: 'ok', title: (t) => t('admin.services.saved') });
              onClose();
            },
          },
        );
      }}
    >
      {refused && !refused.field && <Callout kind="err" title={refused.text} />}
      <TextInput
        data-autofocus
        required
        maxLength={120}
        label={t('admin.services.name')}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={nameless ? t('admin.services.nameNeeded') : refused?.field === 'name' ? refused.text : null}
      />
      <TextInput
        type="email"
        label={t('admin.services.mailbox')}
        description={t('admin.services.mailboxHint')}
        value={mailbox}
        onChange={(e) => {
          setMailbox(e.currentTarget.value);
          setValidated(service?.validated === true && e.currentTarget.value.trim() === service.mailbox);
        }}
        error={refused?.field === 'mailbox' ? refused.text : null}
      />
      <Checkbox
        disabled={mailbox.trim() === ''}
        checked={validated}
        onChange={(e) => setValidated(e.currentTarget.checked)}
        label={t('admin.services.validatedLabel')}
        description={t('admin.services.validatedHint')}
      />
    </Dialog>
  );
}
