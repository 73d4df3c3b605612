import { Autocomplete, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { channels, timeline } from '../../../bridge/timeline';
import { FormDialog } from '../../../components/form-dialog';
import { instant, pickerValue, seconds } from '../durations';
import { useAct } from '../mutations';
import { useServices, useTabulations, useUsers } from '../queries';
import { WhenField } from './when-field';

/** A protocol entered by hand. */
export function InteractionForm({ contact, onClose }: { contact: string; onClose: () => void }) {
  const { t } = useTranslation();
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
    (w) => w('timeline.added'),
    (w) => w('timeline.addFailed'),
  );
  const submit = form.onSubmit((v) =>
    add.mutate(
      {
        contact,
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
        caller: '',
        message: v.message,
      },
      { onSuccess: onClose },
    ),
  );
  const options = (all: { id: string; name: string }[]) => all.map((x) => ({ value: x.id, label: x.name }));
  const inside = { comboboxProps: { withinPortal: false, shadow: 'md' } };
  return (
    <FormDialog
      title={t('timeline.add')}
      submit={t('timeline.save')}
      busy={add.isPending}
      dirty={form.isDirty()}
      onClose={onClose}
      onSubmit={submit}
    >
      <Select
        data-autofocus
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
