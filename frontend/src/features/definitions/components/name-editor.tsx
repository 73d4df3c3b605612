import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';

interface Props {
  name: string;
  label: string;
  /** What stands in the way, or null when it is saved. */
  onSave: (name: string) => Promise<string | null>;
  onCancel: () => void;
}

/** Renames in place: Enter and leaving save, Esc leaves it as it was. */
export function NameEditor({ name, label, onSave, onCancel }: Props) {
  const [text, setText] = useState(name);
  const [problem, setProblem] = useState<string | null>(null);
  const done = useRef(false);
  const save = async () => {
    if (done.current) return;
    const next = text.trim();
    if (next === '' || next === name) {
      done.current = true;
      onCancel();
      return;
    }
    done.current = true;
    const refused = await onSave(next);
    done.current = refused === null;
    setProblem(refused);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      void save();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      done.current = true;
      onCancel();
    }
  };
  return (
    <TextInput
      aria-label={label}
      value={text}
      maxLength={120}
      size="xs"
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setText(event.currentTarget.value);
        setProblem(null);
      }}
      onKeyDown={onKeyDown}
      onBlur={() => void save()}
      error={problem}
    />
  );
}
