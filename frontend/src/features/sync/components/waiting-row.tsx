import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconClock, IconCloudUpload, IconDots, IconDownload, IconTrash, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SyncPending } from '../../../bridge/types';
import { KindIcon } from '../../../components/kind-icon';
import { useFormat } from '../../../i18n/format';
import { useCancelPending, useSaveDraft } from '../mutations';
import { pendingTitle, pendingWord, whyWord } from '../words';
import type { ContactLink } from './sync-page';

interface Props {
  pending: SyncPending;
  contactLink: ContactLink;
  onDiscard: () => void;
}

export function WaitingRow({ pending, contactLink, onDiscard }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li className="syncrow">
      <div style={{ minWidth: 0 }}>
        <div className="name">{pendingWord(t, pending)}</div>
        {pending.name && (
          <div className="ellipsis">{pending.contact ? contactLink(pending.contact, pending.name) : pending.name}</div>
        )}
      </div>
      <div style={{ minWidth: 0 }}>
        <span className="why">
          <WhyIcon pending={pending} />
          <span>{whyWord(t, pending)}</span>
        </span>
        {pending.other && <div>{contactLink(pending.other, t('sync.seeOther'))}</div>}
      </div>
      <div className="sub num when">
        {format.dateTime(pending.at)}
        <div className="ellipsis">{pending.author}</div>
      </div>
      <Actions pending={pending} onDiscard={onDiscard} />
    </li>
  );
}

function WhyIcon({ pending }: { pending: SyncPending }) {
  if (pending.why === 'refused') return <KindIcon kind="err" size={16} />;
  if (pending.why === 'unreadable') return <KindIcon kind="warn" size={16} />;
  const Icon = pending.why === 'sending' || pending.why === 'echo' ? IconCloudUpload : IconClock;
  return <Icon size={16} stroke={1.8} color="var(--app-text-2)" aria-hidden />;
}

function Actions({ pending, onDiscard }: { pending: SyncPending; onDiscard: () => void }) {
  const { t } = useTranslation();
  const cancel = useCancelPending();
  const save = useSaveDraft();
  const title = pendingTitle(t, pending);
  if (pending.cancellable) {
    return (
      <Button
        size="xs"
        variant="default"
        leftSection={<IconX size={14} aria-hidden />}
        aria-label={`${t('sync.cancel')}: ${title}`}
        loading={cancel.isPending}
        onClick={() => cancel.mutate(pending.counter)}
      >
        {t('sync.cancel')}
      </Button>
    );
  }
  if (pending.why !== 'refused') return <span />;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('sync.actions', { title })} style={{ justifySelf: 'end' }}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => save.mutate(pending.counter)}>
          {t('sync.saveDraft')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={onDiscard}>
          {t('sync.discard')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
