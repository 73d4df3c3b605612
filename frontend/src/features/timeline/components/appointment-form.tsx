import { SegmentedControl, Select, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { type Appointment, type AppointmentStatus, timeline } from '../../../bridge/timeline';
import { FormDialog } from '../../../components/form-dialog';
import { instant, pickerValue } from '../durations';
import { useAct } from '../mutations';
import { useUsers } from '../queries';
import { WhenField } from './when-field';

interface Props {
  contact: string;
  /** null makes a new one. */
  x: Appointment | null;
  onClose: () => void;
}

export function AppointmentForm({ contact, x, onClose }: Props) {
  const { t } = useTranslation();
  const users = useUsers().data ?? [];
  const form = useForm({
    initialValues: {
      at: x ? pickerValue(x.at) : null,
      agent: x?.agentId || null,
      status: (x?.status ?? 'open') as string,
      text: x?.text ?? '',
    },
    validate: { at: (value) => (value ? null : t('timeline.needsTime')) },
    validateInputOnBlur: true,
  });
  const save = useAct(
    (v: typeof form.values) =>
      timeline.appoint({
        id: x?.id ?? '',
        contact,
        agent: v.agent ?? '',
        at: instant(v.at),
        status: v.status as AppointmentStatus,
        text: v.text,
      }),
    (w) => w('timeline.appointmentSaved'),
    (w) => w('timeline.appointmentFailed'),
  );
  const submit = form.onSubmit((v) => save.mutate(v, { onSuccess: onClose }));
  return (
    <FormDialog
      title={t(x ? 'timeline.changeAppointment' : 'timeline.newAppointment')}
      submit={t('timeline.save')}
      busy={save.isPending}
      dirty={form.isDirty()}
      onClose={onClose}
      onSubmit={submit}
    >
      <WhenField label={t('timeline.when')} required {...form.getInputProps('at')} />
      <Select
        label={t('timeline.agent')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('filters.remove', { name: t('timeline.agent') }) }}
        comboboxProps={{ withinPortal: false, shadow: 'md' }}
        data={users.filter((u) => u.active || u.id === x?.agentId).map((u) => ({ value: u.id, label: u.name }))}
        {...form.getInputProps('agent')}
      />
      <SegmentedControl
        className="wide"
        aria-label={t('timeline.status')}
        data={(['open', 'done', 'cancelled'] as const).map((value) => ({
          value,
          label: t(`timeline.appointment.${value}`),
        }))}
        {...form.getInputProps('status')}
      />
      <Textarea
        className="wide"
        label={t('timeline.about')}
        autosize
        minRows={2}
        maxRows={8}
        {...form.getInputProps('text')}
      />
    </FormDialog>
  );
}
