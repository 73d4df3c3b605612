import { Button } from '@mantine/core';
import { IconCalendarPlus, IconMessagePlus, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timeline } from '../../bridge/timeline';
import type { ContactDetail } from '../../bridge/types';
import type { ProfileParts } from '../../features/contacts/profile';
import { Appointments, MergedContacts, Notes, Surveys } from '../../features/timeline/components/side-lists';
import { TimelineDialogs } from '../../features/timeline/components/timeline-dialogs';
import { TimelineList } from '../../features/timeline/components/timeline-list';
import { WholeProfile } from '../../features/timeline/components/whole-profile';
import type { Dialog } from '../../features/timeline/dialogs';
import { useAct } from '../../features/timeline/mutations';

/** What the timeline's feature shows of a contact, for its panel and its page, and the dialogs over them. */
export function useProfile(mayEdit: boolean): { parts: (c: ContactDetail) => ProfileParts; dialogs: ReactNode } {
  const [asked, setAsked] = useState<{ contact: string; dialog: Dialog } | null>(null);
  const parts = (c: ContactDetail): ProfileParts => {
    // A merged contact's history is its primary's, and nothing is agreed with somebody who is gone.
    const may = mayEdit && !c.anonymized && c.mergedInto === '';
    const onDialog = may ? (dialog: Dialog) => setAsked({ contact: c.id, dialog }) : null;
    return {
      tools: onDialog && <Tools c={c} onDialog={onDialog} />,
      timeline: <TimelineList contact={c.id} onDialog={onDialog} />,
      notes: <Notes c={c} mayEdit={may} />,
      appointments: <Appointments contact={c.id} onDialog={onDialog} />,
      surveys: <Surveys contact={c.id} onDialog={onDialog} />,
      whole: (onReady, after) => (
        <WholeProfile c={c} onReady={onReady}>
          {after}
        </WholeProfile>
      ),
      merged: (
        <MergedContacts
          contact={c.id}
          link={(contactId, name) => (
            <Link to="/contacts/$contactId" params={{ contactId }} search={(before) => before} className="lnk">
              {name}
            </Link>
          )}
        />
      ),
    };
  };
  const dialogs = (
    <TimelineDialogs contact={asked?.contact ?? ''} dialog={asked?.dialog ?? null} onClose={() => setAsked(null)} />
  );
  return { parts, dialogs };
}

function Tools({ c, onDialog }: { c: ContactDetail; onDialog: (dialog: Dialog) => void }) {
  const { t } = useTranslation();
  const toggle = useAct(
    (active: boolean) => timeline.setActive(c.id, active),
    (w) => w(c.active ? 'profile.deactivated' : 'profile.activated'),
    (w) => w('profile.notChanged'),
  );
  const icon = { size: 15, stroke: 1.7 };
  return (
    <>
      <Button size="xs" leftSection={<IconMessagePlus {...icon} />} onClick={() => onDialog({ kind: 'add' })}>
        {t('timeline.add')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconCalendarPlus {...icon} />}
        onClick={() => onDialog({ kind: 'appointment', x: null })}
      >
        {t('timeline.schedule')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={c.active ? <IconUserOff {...icon} /> : <IconUserCheck {...icon} />}
        loading={toggle.isPending}
        onClick={() => toggle.mutate(!c.active)}
      >
        {t(c.active ? 'profile.deactivate' : 'profile.activate')}
      </Button>
    </>
  );
}
