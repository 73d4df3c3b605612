import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toBridgeError } from '../bridge/errors';
import { errorText } from '../i18n/codes';
import { Callout } from './callout';
import { Form } from './form';

export interface Enrolment {
  server: string;
  code: string;
  office: string;
}

const fields = ['server', 'code', 'office'] as const;
type Field = (typeof fields)[number];

/** Refusals that are about one field even where whoever refuses does not say so. */
const about: Record<string, Field> = {
  code_invalid: 'code',
  fingerprint_mismatch: 'code',
  plain_http: 'server',
  server_unreachable: 'server',
  certificate_not_trusted: 'server',
};

function fieldAtFault(reason: unknown): Field | null {
  const { code, field } = toBridgeError(reason);
  return fields.find((f) => f === field) ?? about[code] ?? null;
}

interface Props<T> {
  mutation: UseMutationResult<T, Error, Enrolment>;
  action: string;
  size?: 'sm' | 'md';
}

/** Where the server is, the code it gave out and what this office is called: before the first sign-in and after. */
export function EnrolForm<T>({ mutation, action, size = 'sm' }: Props<T>) {
  const { t } = useTranslation();
  const form = useForm<Enrolment>({
    mode: 'uncontrolled',
    initialValues: { server: '', code: '', office: '' },
    // Marks, not texts: what is shown follows the language.
    validate: {
      server: (value) => value.trim() === '',
      code: (value) => value.trim() === '',
      office: (value) => value.trim() === '',
    },
  });
  const refused = mutation.isError ? fieldAtFault(mutation.error) : null;
  const blank = { server: t('enrol.serverNeeded'), code: t('enrol.codeNeeded'), office: t('enrol.officeNeeded') };
  const errorOf = (field: Field) => {
    if (!form.errors[field]) return null;
    return field === refused && form.getValues()[field].trim() !== '' ? errorText(t, mutation.error) : blank[field];
  };
  const general = mutation.isError && refused === null;
  const hints = { server: t('enrol.serverHint'), code: t('enrol.codeHint'), office: t('enrol.officeHint') };
  return (
    <Form
      onSubmit={form.onSubmit(({ server, code, office }) =>
        mutation.mutate(
          { server: server.trim(), code: code.trim(), office: office.trim() },
          {
            onError: (error) => {
              const field = fieldAtFault(error);
              if (field) form.setFieldError(field, true);
            },
          },
        ),
      )}
      style={{ display: 'grid', gap: 14 }}
    >
      {general && (
        <Callout kind="err" title={t('enrol.failed')}>
          <p>{errorText(t, mutation.error)}</p>
        </Callout>
      )}
      {fields.map((field) => (
        <TextInput
          key={form.key(field)}
          label={t(`enrol.${field}`)}
          description={hints[field]}
          inputMode={field === 'server' ? 'url' : 'text'}
          autoComplete="off"
          spellCheck={false}
          size={size}
          {...form.getInputProps(field)}
          error={errorOf(field)}
        />
      ))}
      <Button type="submit" size={size} mt={size === 'md' ? 6 : 0} loading={mutation.isPending}>
        {action}
      </Button>
    </Form>
  );
}
