import { Autocomplete, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toBridgeError } from '../../../bridge/errors';
import { channels, type InteractionAdded, timeline } from '../../../bridge/timeline';
import { FormDialog } from '../../../components/form-dialog';
import { toastError } from '../../../components/toast';
import { errorText } from '../../../i18n/codes';
import { instant, pickerValue, seconds } from '../durations';
import { useAct } from '../mutations';
import { useServices, useTabulations, useUsers } from '../queries';
import type { Who } from '../whom';
import { WhenField } from './when-field';
import { WhoField } from './who-field';

interface Props {
  /** null asks whom it is with. */
  contact: string | null;
  /** What was typed elsewhere to say that. */
  initial?: string;
  onAdded?: (added: InteractionAdded) => void;
  onClose: () => void;
}

/** A protocol entered by hand; from anywhere, with a contact that may not exist yet (D10.1). */
export function InteractionForm({ contact, initial = '', onAdded, onClose }: Props) {
  const { t } = useTranslation();
  const [who, setWho] = useState<Who | null>(null);
  const [typed, setTyped] = useState(initial);
  const [whoError, setWhoError] = useState<ReactNode>(null);
  const choose = (next: Who | null) => {
    setWho(next);
    setWhoError(null);
  };
  const users = useUsers().data ?? [];
  const services = useServices().data ?? [];
  const form = useForm({
    initialValues: {
      channel: 'voice',
      direction: 'inbound',
      status: 'closed',
      opened: pickerValue(new Date().toISOString()),
      handle: '',
      protocol: '',
      service: null as string | null,
      agent: null as string | null,
      tabulation: '',
      subject: '',
      message: '',
    },
    validate: {
      opened: (value) => {
        if (!value) return t('timeline.needsTime');
        return new Date(instant(value)).getTime() > Date.now() + 300_000 ? t('timeline.notInFuture') : null;
      },
      handle: (value) => (value === '' || seconds(value) !== null ? null : t('timeline.handleFormat')),
    },
    validateInputOnBlur: true,
  });
  const tabulations = useTabulations(form.values.service ?? '');
  const add = useAct(
    timeline.add,
    onAdded ? null : (w) => w('timeline.added'),
    contact === null ? null : (w) => w('timeline.addFailed'),
  );
  const submit = form.onSubmit(
    (v) => {
      const fresh = who?.kind === 'new' ? who : null;
      if (contact === null && (!who || (fresh && fresh.name.trim() === '' && fresh.address.trim() === '')))
        return setWhoError(t('whom.needed'));
      const failed = (error: unknown) => {
        if (contact !== null) return;
        const { code, field } = toBridgeError(error);
        if (field === 'from' || field === 'contact' || field === 'name') setWhoError(refusal(code, field, error));
        else toastError((w) => w('timeline.addFailed'), error);
      };
      add.mutate(
        {
          contact: contact ?? (who?.kind === 'contact' ? who.id : ''),
          from: fresh?.address.trim() ?? '',
          name: fresh?.name.trim() ?? '',
          another: fresh?.another ?? false,
          channel: v.channel,
          outbound: v.direction === 'outbound',
          protocol: v.protocol,
          service: v.service ?? '',
          agent: v.agent ?? '',
          tabulation: v.status === 'open' ? '' : v.tabulation,
          openedAt: instant(v.opened),
          closedAt: '',
          handleSeconds: v.status === 'open' ? 0 : (seconds(v.handle || '0') ?? 0),
          open: v.status === 'open',
          subject: v.subject,
          caller: who?.kind === 'contact' ? who.caller : '',
          message: v.message,
        },
        {
          onSuccess: (added) => {
            onAdded?.(added);
            onClose();
          },
          onError: failed,
        },
      );
    },
    () => contact === null && !who && setWhoError(t('whom.needed')),
  );
  const refusal = (code: string, field: string, error: unknown) => {
    if (code === 'ambiguous_match') return t('whom.several');
    if (code === 'contact_required_email_or_phone') return t('whom.needsReach');
    if (code === 'phone_invalid' || code === 'email_invalid' || (code === 'invalid' && field === 'from'))
      return t('whom.noAddress');
    return errorText(t, error);
  };
  const options = (all: { id: string; name: string }[]) => all.map((x) => ({ value: x.id, label: x.name }));
  const inside = { comboboxProps: { withinPortal: false, shadow: 'md' } };
  return (
    <FormDialog
      title={t('timeline.add')}
      submit={t('timeline.save')}
      busy={add.isPending}
      dirty={form.isDirty() || who !== null || typed !== initial}
      onClose={onClose}
      onSubmit={submit}
    >
      {contact === null && (
        <WhoField
          channel={form.values.channel}
          initial={initial}
          value={who}
          error={whoError}
          onChange={choose}
          onTyped={(text) => {
            setTyped(text);
            setWhoError(null);
          }}
        />
      )}
      <Select
        data-autofocus={contact === null ? undefined : true}
        label={t('timeline.channelLabel')}
        allowDeselect={false}
        data={channels.map((value) => ({ value, label: t(`timeline.channel.${value}`) }))}
        {...inside}
        {...form.getInputProps('channel')}
      />
      <SegmentedControl
        aria-label={t('timeline.direction')}
        data={[
          { value: 'inbound', label: t('timeline.inbound') },
          { value: 'outbound', label: t('timeline.outbound') },
        ]}
        {...form.getInputProps('direction')}
      />
      <WhenField label={t('timeline.opened')} required {...form.getInputProps('opened')} />
      <SegmentedControl
        aria-label={t('timeline.status')}
        data={[
          { value: 'closed', label: t('timeline.isClosed') },
          { value: 'open', label: t('timeline.isOpen') },
        ]}
        {...form.getInputProps('status')}
      />
      <Select
        label={t('timeline.service')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('filters.remove', { name: t('timeline.service') }) }}
        data={options(services)}
        {...inside}
        {...form.getInputProps('service')}
      />
      <Select
        label={t('timeline.agent')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('filters.remove', { name: t('timeline.agent') }) }}
        data={options(users.filter((u) => u.active))}
        {...inside}
        {...form.getInputProps('agent')}
      />
      {form.values.status === 'closed' && (
        <>
          <Autocomplete
            label={t('timeline.tabulation')}
            data={tabulations}
            {...inside}
            {...form.getInputProps('tabulation')}
          />
          <TextInput
            label={t('timeline.handle')}
            description={t('timeline.handleHint')}
            inputMode="numeric"
            placeholder="3:05"
            {...form.getInputProps('handle')}
          />
        </>
      )}
      <TextInput
        className="wide"
        label={t('timeline.protocolLabel')}
        description={t('timeline.protocolHint')}
        maxLength={120}
        {...form.getInputProps('protocol')}
      />
      <TextInput className="wide" label={t('timeline.subject')} maxLength={500} {...form.getInputProps('subject')} />
      <Textarea
        className="wide"
        label={t('timeline.message')}
        autosize
        minRows={2}
        maxRows={8}
        {...form.getInputProps('message')}
      />
    </FormDialog>
  );
}
