import { Button, Loader, UnstyledButton } from '@mantine/core';
import { IconBuildingBroadcastTower, IconDatabaseImport, IconFlask, IconMap2, IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { demo } from '../../../bridge/demo';
import { toastError } from '../../../components/toast';

/** Enough to try lists, filters and batches with, and made in a second or two. */
const DEMO_CONTACTS = 2000;

interface Props {
  /** Each null when this user may not. */
  onImport: (() => void) | null;
  onNew: (() => void) | null;
  onJoin: (() => void) | null;
  mayFill: boolean;
  onTour: () => void;
}

/** A base without contacts: the ways to begin (ux.md: empty states name the next step). */
export function Welcome({ onImport, onNew, onJoin, mayFill, onTour }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const fill = useMutation({
    mutationFn: () => demo.fill(DEMO_CONTACTS),
    onSuccess: () => client.invalidateQueries({ queryKey: ['job'] }),
    onError: (error) => toastError((t) => t('welcome.demoFailed'), error),
  });
  const icon = { size: 22, stroke: 1.6, 'aria-hidden': true };
  return (
    <section className="welcome" aria-labelledby="welcome-title">
      <h2 id="welcome-title">{t('welcome.title')}</h2>
      <p className="sub">{onImport || onNew ? t('welcome.hint') : t('welcome.hintNone')}</p>
      <div className="ways">
        {onImport && (
          <Way
            icon={<IconDatabaseImport {...icon} />}
            title={t('welcome.import')}
            hint={t('welcome.importHint')}
            run={onImport}
          />
        )}
        {onNew && (
          <Way icon={<IconUserPlus {...icon} />} title={t('welcome.add')} hint={t('welcome.addHint')} run={onNew} />
        )}
        {onJoin && (
          <Way
            icon={<IconBuildingBroadcastTower {...icon} />}
            title={t('welcome.join')}
            hint={t('welcome.joinHint')}
            run={onJoin}
          />
        )}
        {mayFill && (
          <Way
            icon={fill.isPending ? <Loader size={20} /> : <IconFlask {...icon} />}
            title={t('welcome.demo')}
            hint={t('welcome.demoHint', { count: DEMO_CONTACTS })}
            run={() => fill.mutate()}
            disabled={fill.isPending || fill.isSuccess}
          />
        )}
      </div>
      <Button variant="subtle" leftSection={<IconMap2 size={16} />} onClick={onTour}>
        {t('welcome.tour')}
      </Button>
    </section>
  );
}

interface WayProps {
  icon: ReactNode;
  title: string;
  hint: string;
  run: () => void;
  disabled?: boolean;
}

function Way({ icon, title, hint, run, disabled }: WayProps) {
  return (
    <UnstyledButton className="way" onClick={run} disabled={disabled}>
      {icon}
      <span>
        <b>{title}</b>
        <span className="sub">{hint}</span>
      </span>
    </UnstyledButton>
  );
}
