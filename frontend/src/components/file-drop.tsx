import { Button, Progress } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { files } from '../bridge/call';
import { browserMode, upload } from '../bridge/host';
import { wantDropped } from '../hooks/dropped-here';
import { useFormat } from '../i18n/format';
import { toastError } from './toast';

interface Props {
  disabled: boolean;
  reading: boolean;
  hint: string;
  /** Beside the button that chooses: the template. */
  children: ReactNode;
  onFile: (path: string, uploaded: boolean) => void;
  /** Takes the others of several files chosen in a browser; without it there is one. */
  onMore?: (files: File[]) => void;
}

/** Where a file is dropped or chosen. In a browser it is copied to the local program first. */
export function FileDrop({ disabled, reading, hint, children, onFile, onMore }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [sent, setSent] = useState<{ name: string; size: number; fraction: number } | null>(null);
  const copy = useMutation({
    mutationFn: (file: File) => {
      setSent({ name: file.name, size: file.size, fraction: 0 });
      return upload(file, (fraction) => setSent({ name: file.name, size: file.size, fraction }));
    },
    onSuccess: (path) => onFile(path, true),
    onError: (error) => toastError((t) => t('import.uploadFailed'), error),
    onSettled: () => setSent(null),
  });
  const pick = useMutation({
    mutationFn: files.pickImport,
    onSuccess: (path) => {
      if (path) onFile(path, false);
    },
    onError: (error) => toastError((t) => t('import.pickFailed'), error),
  });
  const choose = () => (browserMode() ? input.current?.click() : pick.mutate());
  /** The first is opened, the others wait (D3.19). */
  const take = (chosen: FileList | null) => {
    const [file, ...others] = chosen ?? [];
    if (file) copy.mutate(file);
    if (others.length > 0) onMore?.(others);
  };
  const onDrop = (e: DragEvent) => {
    e.preventDefault();
    setOver(false);
    if (disabled) return;
    // On the desktop the path arrives with files:waiting; only the browser mode reads the file itself.
    if (browserMode()) take(e.dataTransfer.files);
    else wantDropped((path) => onFile(path, false));
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard
    <div
      className="drop"
      data-over={over || undefined}
      style={{ '--wails-drop-target': disabled ? 'none' : 'drop' } as React.CSSProperties}
      onDragOver={(e) => {
        e.preventDefault();
        if (!disabled) setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <IconUpload size={30} stroke={1.5} color="var(--app-accent-text)" aria-hidden />
      <div className="big" aria-live="polite">
        {sent ? t('import.copying', { name: sent.name }) : reading ? t('import.reading') : t('import.drop')}
      </div>
      {sent ? (
        <div style={{ maxWidth: 380, margin: '14px auto 18px' }}>
          <Progress.Root size="md">
            <Progress.Section
              value={sent.fraction * 100}
              color="var(--app-accent-text)"
              aria-label={t('import.copying', { name: sent.name })}
            />
          </Progress.Root>
          <div className="sub num" style={{ marginTop: 6, fontSize: 12 }}>
            {format.percent(sent.fraction)} · {format.bytes(sent.size)}
          </div>
        </div>
      ) : (
        <p className="sub">{hint}</p>
      )}
      <div style={{ display: 'flex', gap: 8, justifyContent: 'center', flexWrap: 'wrap' }}>
        <Button onClick={choose} disabled={disabled} loading={copy.isPending || pick.isPending || reading}>
          {t('import.choose')}
        </Button>
        {children}
      </div>
      <input
        ref={input}
        type="file"
        multiple={onMore !== undefined}
        accept=".csv,.txt,.tsv,.xlsx,.xlsm,.json,.ndjson,.jsonl,text/csv"
        hidden
        aria-label={t('import.choose')}
        onChange={(e) => {
          take(e.currentTarget.files);
          e.currentTarget.value = '';
        }}
      />
    </div>
  );
}
