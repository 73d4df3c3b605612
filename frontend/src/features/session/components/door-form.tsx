import { Button } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toBridgeError } from '../../../bridge/errors';
import type { SessionInfo } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { SignInLock } from '../../../components/sign-in-lock';
import { splitError } from '../field-error';

interface Props<F extends string, Values extends Record<F, string>, Sent> {
  form: UseFormReturnType<Values>;
  /** The fields that a refusal may name. */
  fields: readonly F[];
  mutation: UseMutationResult<SessionInfo, Error, Sent>;
  send: (values: Values) => Sent;
  action: string;
  children: ReactNode;
}

/** A form in front of the session: what is refused stands under its field, or above them all. */
export function DoorForm<F extends string, Values extends Record<F, string>, Sent>({
  form,
  fields,
  mutation,
  send,
  action,
  children,
}: Props<F, Values, Sent>) {
  const { t } = useTranslation();
  const refused = mutation.isError ? splitError(t, mutation.error, fields) : null;
  // The fifth wrong password locks, and says so at once.
  const until = mutation.isError ? toBridgeError(mutation.error).until : '';
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        mutation.mutate(send(values), {
          onError: (error) => {
            const { field, text } = splitError(t, error, fields);
            if (field) form.setFieldError(field, text);
          },
        }),
      )}
      style={{ display: 'grid', gap: 14 }}
    >
      {until !== '' ? (
        <SignInLock until={until} />
      ) : (
        refused && !refused.field && <Callout kind="err" title={refused.text} />
      )}
      {children}
      <Button type="submit" size="md" mt={6} loading={mutation.isPending}>
        {action}
      </Button>
    </form>
  );
}
