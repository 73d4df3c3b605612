import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  definitions,
  type FieldChange,
  type FieldRow,
  type FieldType,
  type LabelChange,
  type LabelColor,
  type LabelRow,
} from '../../bridge/definitions';
import { moved } from './order';
import { fieldsKey, labelsKey } from './queries';

/** Shows what was asked for at once and takes it back when Go refuses it. */
function optimistic<Row, V>(client: QueryClient, key: string[], change: (rows: Row[], value: V) => Row[]) {
  return {
    onMutate: async (value: V) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<Row[]>(key);
      client.setQueryData<Row[]>(key, (rows) => rows && change(rows, value));
      return { before };
    },
    onError: (_error: Error, _value: V, kept: { before: Row[] | undefined } | undefined) =>
      client.setQueryData(key, kept?.before),
    onSettled: () => client.invalidateQueries({ queryKey: [key[0]] }),
  };
}

const patch =
  <Row extends { id: string }>() =>
  (rows: Row[], { id, change }: { id: string; change: Partial<Row> }): Row[] =>
    rows.map((row) => (row.id === id ? { ...row, ...change } : row));

export function useChangeField() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: FieldChange }) => definitions.changeField(id, change),
    ...optimistic(client, fieldsKey, patch<FieldRow>()),
  });
}

export function useChangeLabel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: LabelChange }) => definitions.changeLabel(id, change),
    ...optimistic(client, labelsKey, patch<LabelRow>()),
  });
}

export function useMoveField() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, to }: { id: string; to: number }) => definitions.moveField(id, to),
    ...optimistic(client, fieldsKey, moved<FieldRow>),
  });
}

export function useMoveLabel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, to }: { id: string; to: number }) => definitions.moveLabel(id, to),
    ...optimistic(client, labelsKey, moved<LabelRow>),
  });
}

export function useAddField() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, type, choices }: { name: string; type: FieldType; choices: string[] }) =>
      definitions.addField(name, type, choices),
    onSuccess: () => client.invalidateQueries({ queryKey: ['field'] }),
  });
}

export function useAddLabel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, color }: { name: string; color: LabelColor }) => definitions.addLabel(name, color),
    onSuccess: () => client.invalidateQueries({ queryKey: ['label'] }),
  });
}
