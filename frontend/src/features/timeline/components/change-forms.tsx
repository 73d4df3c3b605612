import { Autocomplete, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { type Interaction, timeline } from '../../../bridge/timeline';
import { FormDialog } from '../../../components/form-dialog';
import { duration } from '../../../i18n/duration';
import { instant, pickerValue, seconds } from '../durations';
import { useAct } from '../mutations';
import { useTabulations } from '../queries';
import { WhenField } from './when-field';

interface Props {
  x: Interaction;
  onClose: () => void;
}
const inside = { comboboxProps: { withinPortal: false, shadow: 'md' } };

/** Closes an interaction, or corrects how it ended. */
export function CloseForm({ x, onClose }: Props) {
  const { t } = useTranslation();
  const tabulations = useTabulations(x.serviceId);
  const form = useForm({
    initialValues: {
      tabulation: x.tabulation,
      handle: x.open ? '' : duration(x.handleSeconds),
      closed: x.open ? null : pickerValue(x.closedAt),
    },
    validate: {
      handle: (value) => (value === '' || seconds(value) !== null ? null : t('timeline.handleFormat')),
      closed: (value) =>
        value && new Date(instant(value)).getTime() + 60_000 < new Date(x.openedAt).getTime()
          ? t('timeline.afterOpened')
          : null,
    },
    validateInputOnBlur: true,
  });
  const close = useAct(
    (v: typeof form.values) =>
      timeline.close(x.id, {
        tabulation: v.tabulation,
        handleSeconds: v.handle === '' ? -1 : (seconds(v.handle) ?? -1),
        closedAt: instant(v.closed),
      }),
    (w) => w('timeline.closedNow'),
    (w) => w('timeline.closeFailed'),
  );
  const submit = form.onSubmit((v) => close.mutate(v, { onSuccess: onClose }));
  return (
    <FormDialog
      title={t(x.open ? 'timeline.closeTitle' : 'timeline.correctClosing')}
      submit={t(x.open ? 'timeline.close' : 'timeline.save')}
      busy={close.isPending}
      dirty={form.isDirty()}
      onClose={onClose}
      onSubmit={submit}
    >
      <p className="wide sub num">{t('timeline.protocol', { protocol: x.protocol })}</p>
      <Autocomplete
        className="wide"
        data-autofocus
        label={t('timeline.tabulation')}
        data={tabulations}
        {...inside}
        {...form.getInputProps('tabulation')}
      />
      <TextInput
        label={t('timeline.handle')}
        description={t(x.open ? 'timeline.handleBlank' : 'timeline.handleHint')}
        inputMode="numeric"
        placeholder="3:05"
        {...form.getInputProps('handle')}
      />
      <WhenField
        label={t('timeline.closed')}
        description={t('timeline.blankIsNow')}
        {...form.getInputProps('closed')}
      />
    </FormDialog>
  );
}

export function TabulateForm({ x, onClose }: Props) {
  const { t } = useTranslation();
  const tabulations = useTabulations(x.serviceId);
  const form = useForm({ initialValues: { tabulation: x.tabulation } });
  const tabulate = useAct(
    (text: string) => timeline.tabulate(x.id, text),
    (w) => w('timeline.tabulated'),
    (w) => w('timeline.tabulateFailed'),
  );
  const submit = form.onSubmit((v) => tabulate.mutate(v.tabulation, { onSuccess: onClose }));
  return (
    <FormDialog
      title={t('timeline.tabulate')}
      submit={t('timeline.save')}
      busy={tabulate.isPending}
      dirty={form.isDirty()}
      onClose={onClose}
      onSubmit={submit}
    >
      <Autocomplete
        className="wide"
        data-autofocus
        label={t('timeline.tabulation')}
        data={tabulations}
        {...inside}
        {...form.getInputProps('tabulation')}
      />
    </FormDialog>
  );
}

export function MessageForm({ x, onClose }: Props) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { text: '', from: 'person' },
    validate: { text: (value) => (value.trim() ? null : t('timeline.needsText')) },
  });
  const say = useAct(
    (v: typeof form.values) => timeline.say(x.id, v.text, v.from === 'office'),
    (w) => w('timeline.messageAdded'),
    (w) => w('timeline.messageFailed'),
  );
  const submit = form.onSubmit((v) => say.mutate(v, { onSuccess: onClose }));
  return (
    <FormDialog
      title={t('timeline.addMessage')}
      submit={t('timeline.save')}
      busy={say.isPending}
      dirty={form.isDirty()}
      onClose={onClose}
      onSubmit={submit}
    >
      <SegmentedControl
        className="wide"
        aria-label={t('timeline.who')}
        data={[
          { value: 'person', label: t('timeline.person') },
          { value: 'office', label: t('timeline.office') },
        ]}
        {...form.getInputProps('from')}
      />
      <Textarea
        className="wide"
        data-autofocus
        label={t('timeline.message')}
        autosize
        minRows={3}
        maxRows={10}
        {...form.getInputProps('text')}
      />
    </FormDialog>
  );
}

/** The answer to a survey. */
export function SurveyForm({ x, onClose }: Props) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: {
      score: x.survey && x.survey.score >= 0 ? String(x.survey.score) : '',
      comment: x.survey?.comment ?? '',
    },
    validate: { score: (value, all) => (value === '' && !all.comment.trim() ? t('timeline.needsScore') : null) },
  });
  const answer = useAct(
    (v: typeof form.values) => timeline.survey(x.id, true, v.score === '' ? -1 : Number(v.score), v.comment),
    (w) => w('timeline.surveySaved'),
    (w) => w('timeline.surveyFailed'),
  );
  const submit = form.onSubmit((v) => answer.mutate(v, { onSuccess: onClose }));
  return (
    <FormDialog
      title={t('timeline.answerSurvey')}
      submit={t('timeline.save')}
      busy={answer.isPending}
      dirty={form.isDirty()}
      onClose={onClose}
      onSubmit={submit}
    >
      <p className="wide sub num">{t('timeline.protocol', { protocol: x.protocol })}</p>
      <div className="wide">
        <div id="survey-score" className="tl-label">
          {t('timeline.scoreLabel')}
        </div>
        <SegmentedControl
          fullWidth
          aria-labelledby="survey-score"
          data={['', ...Array.from({ length: 11 }, (_, n) => String(n))].map((value) => ({
            value,
            label: value === '' ? '—' : value,
          }))}
          {...form.getInputProps('score')}
        />
        {form.errors.score && (
          <p role="alert" className="tl-error">
            {form.errors.score}
          </p>
        )}
      </div>
      <Textarea
        className="wide"
        label={t('timeline.comment')}
        autosize
        minRows={2}
        maxRows={8}
        {...form.getInputProps('comment')}
      />
    </FormDialog>
  );
}

/** That a survey was sent needs nothing but a yes. */
export function SendSurveyForm({ x, onClose }: Props) {
  const { t } = useTranslation();
  const send = useAct(
    () => timeline.survey(x.id, false, -1, ''),
    (w) => w('timeline.surveySent'),
    (w) => w('timeline.surveyFailed'),
  );
  return (
    <FormDialog
      title={t('timeline.sendSurvey')}
      submit={t('timeline.markSent')}
      busy={send.isPending}
      dirty={false}
      onClose={onClose}
      onSubmit={() => send.mutate(undefined, { onSuccess: onClose })}
    >
      <p className="wide">{t('timeline.sendSurveyHint')}</p>
    </FormDialog>
  );
}
