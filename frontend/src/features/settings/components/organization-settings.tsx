import { Button, Select, Switch, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingName, SettingValues } from '../../../bridge/types';
import { Form } from '../../../components/form';
import { toastError } from '../../../components/toast';
import { useSetSetting } from '../mutations';
import { Line } from './setting-line';

interface Props {
  values: SettingValues;
  mayChange: boolean;
}

const idleChoices = ['15', '30', '60', '120', '240', '480', '720'] as const;
const keepChoices = ['until-dismissed', '7', '30', '90'] as const;

/** What holds for everybody, each with what it does in plain words. */
export function OrganizationSettings({ values, mayChange }: Props) {
  const { t } = useTranslation();
  const set = useSetSetting();
  const change = (name: SettingName, value: string) =>
    set.mutate({ name, value }, { onError: (error) => toastError((t) => t('settings.notSaved'), error) });
  const disabled = !mayChange || set.isPending;
  const onOff = (name: SettingName, labels: object) => (
    <Switch
      size="md"
      {...labels}
      disabled={disabled}
      checked={values[name] === 'on'}
      onChange={(e) => change(name, e.currentTarget.checked ? 'on' : 'off')}
    />
  );
  const choice = (name: SettingName, labels: object, data: { value: string; label: string }[]) => (
    <Select
      w={300}
      {...labels}
      disabled={disabled}
      allowDeselect={false}
      value={values[name] ?? null}
      onChange={(value) => value && change(name, value)}
      data={data}
    />
  );
  return (
    <>
      <Line title={t('admin.settings.name')} hint={t('admin.settings.nameHint')}>
        {(labels) => (
          <OrganizationName
            labels={labels}
            value={values.organization ?? ''}
            disabled={disabled}
            onSave={(value) => change('organization', value)}
          />
        )}
      </Line>
      <Line
        title={t('settings.duplicates')}
        hint={values['do-not-allow-duplicates'] === 'on' ? t('settings.duplicatesOn') : t('settings.duplicatesOff')}
      >
        {(labels) => onOff('do-not-allow-duplicates', labels)}
      </Line>
      <Line
        title={t('admin.settings.reachable')}
        hint={t(
          values['require-email-or-phone'] === 'on' ? 'admin.settings.reachableOn' : 'admin.settings.reachableOff',
        )}
      >
        {(labels) => onOff('require-email-or-phone', labels)}
      </Line>
      <Line title={t('admin.settings.keep')} hint={t('admin.settings.keepHint')}>
        {(labels) =>
          choice(
            'keep-reports',
            labels,
            keepChoices.map((value) => ({ value, label: t(`admin.settings.keepChoice.${value}`) })),
          )
        }
      </Line>
      <Line title={t('admin.settings.language')} hint={t('admin.settings.languageHint')}>
        {(labels) =>
          choice('language', labels, [
            { value: 'pt-BR', label: 'Português' },
            { value: 'en', label: 'English' },
          ])
        }
      </Line>
      <Line title={t('admin.settings.idle')} hint={t('admin.settings.idleHint')}>
        {(labels) =>
          choice(
            'session-idle-minutes',
            labels,
            idleChoices.map((value) => ({ value, label: t(`admin.settings.idleChoice.${value}`) })),
          )
        }
      </Line>
    </>
  );
}

interface NameProps {
  labels: object;
  value: string;
  disabled: boolean;
  onSave: (value: string) => void;
}

/** Saved by its button or Enter: half a name is nobody's name. */
function OrganizationName({ labels, value, disabled, onSave }: NameProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <Form
      className="setname"
      onSubmit={() => {
        if (text.trim() !== value) onSave(text.trim());
      }}
    >
      <TextInput
        {...labels}
        w={300}
        maxLength={120}
        disabled={disabled}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      {text.trim() !== value && (
        <Button type="submit" disabled={disabled}>
          {t('admin.save')}
        </Button>
      )}
    </Form>
  );
}
