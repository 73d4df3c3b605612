import { Badge, Button, Textarea } from '@mantine/core';
import { IconCalendar, IconNote, IconStar } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Appointment, type Merged, timeline } from '../../../bridge/timeline';
import type { ContactDetail } from '../../../bridge/types';
import { ErrorCallout } from '../../../components/error-callout';
import { Form } from '../../../components/form';
import { Nothing } from '../../../components/nothing';
import { formatter, useFormat } from '../../../i18n/format';
import { i18n } from '../../../i18n/i18n';
import type { Dialog } from '../dialogs';
import { useAct } from '../mutations';
import { useProfile } from '../queries';
import { ChannelIcon } from './channel-icon';
import { Score } from './score';

interface Props {
  contact: string;
  /** null when the person may not change anything. */
  onDialog: ((dialog: Dialog) => void) | null;
}

/** Notes, newest first, and a field for the next one. */
export function Notes({ c, mayEdit }: { c: ContactDetail; mayEdit: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [text, setText] = useState('');
  const add = useAct(
    (note: string) => timeline.addNote(c.id, note),
    (w) => w('timeline.noteAdded'),
    (w) => w('timeline.noteFailed'),
  );
  const save = () => {
    if (text.trim()) add.mutate(text, { onSuccess: () => setText('') });
  };
  return (
    <section>
      {mayEdit && (
        <Form className="tl-note-form chrome" onSubmit={save}>
          <Textarea
            label={t('timeline.newNote')}
            autosize
            minRows={2}
            maxRows={10}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
            onKeyDown={(e) => {
              if (e.key === 'Escape' && text !== '') e.stopPropagation(); // nothing typed is lost by closing the panel
              if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) save();
            }}
          />
          <Button type="submit" size="xs" loading={add.isPending} disabled={!text.trim()}>
            {t('timeline.addNote')}
          </Button>
        </Form>
      )}
      {c.notes.length === 0 && <Nothing icon={IconNote} small title={t('timeline.noNotes')} />}
      {[...c.notes].reverse().map((note) => (
        <div className="note" key={note.id}>
          <div className="tl-text">{note.text}</div>
          <div className="sub num" style={{ fontSize: 12 }}>
            {[note.author, format.dateTime(note.at)].filter(Boolean).join(' · ')}
          </div>
        </div>
      ))}
    </section>
  );
}

const colours = { open: 'amber', done: 'green', cancelled: 'gray' };

export function Appointments({ contact, onDialog }: Props) {
  const { t } = useTranslation();
  const profile = useProfile(contact);
  const all = profile.data?.appointments ?? [];
  return (
    <section>
      {onDialog && (
        <div className="tl-bar chrome">
          <Button size="xs" variant="default" onClick={() => onDialog({ kind: 'appointment', x: null })}>
            {t('timeline.newAppointment')}
          </Button>
        </div>
      )}
      {profile.isError && (
        <ErrorCallout error={profile.error} title={t('timeline.failed')} onRetry={() => void profile.refetch()} />
      )}
      {profile.data && all.length === 0 && <Nothing icon={IconCalendar} small title={t('timeline.noAppointments')} />}
      <ul className="tl-plain">
        {all.map((a) => (
          <AppointmentItem key={a.id} a={a} onDialog={onDialog} />
        ))}
      </ul>
    </section>
  );
}

function AppointmentItem({ a, onDialog }: { a: Appointment; onDialog: Props['onDialog'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const late = a.status === 'open' && new Date(a.at).getTime() < Date.now();
  return (
    <li>
      <div className="tl-line">
        <b className="num">{format.dateTime(a.at)}</b>
        <Badge size="sm" variant="light" color={late ? 'red' : colours[a.status]}>
          {t(late ? 'timeline.late' : `timeline.appointment.${a.status}`)}
        </Badge>
        <span className="grow" />
        {onDialog && (
          <Button
            size="xs"
            variant="subtle"
            px={6}
            aria-label={t('timeline.changeAppointmentAt', { at: format.dateTime(a.at) })}
            onClick={() => onDialog({ kind: 'appointment', x: a })}
          >
            {t('timeline.change')}
          </Button>
        )}
      </div>
      {a.text && <div className="tl-text">{a.text}</div>}
      {a.agent && <div className="sub">{a.agent}</div>}
    </li>
  );
}

export function Surveys({ contact, onDialog }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const profile = useProfile(contact);
  const all = profile.data?.surveys ?? [];
  const scores = all.flatMap((x) => (x.survey && x.survey.score >= 0 ? [x.survey.score] : []));
  const mean = scores.reduce((sum, n) => sum + n, 0) / scores.length;
  return (
    <section>
      {profile.isError && (
        <ErrorCallout error={profile.error} title={t('timeline.failed')} onRetry={() => void profile.refetch()} />
      )}
      {scores.length > 1 && (
        <p className="tl-none">
          {t('timeline.meanScore', { count: scores.length, mean: format.number(Math.round(mean * 10) / 10) })}
        </p>
      )}
      {profile.data && all.length === 0 && (
        <Nothing
          icon={IconStar}
          small
          title={t('timeline.noSurveys')}
          text={<span className="chrome">{t('timeline.noSurveysHint')}</span>}
        />
      )}
      <ul className="tl-plain">
        {all.map((x) => (
          <li key={x.id}>
            <div className="tl-line">
              <ChannelIcon channel={x.channel} />
              <span className="num sub">{t('timeline.protocol', { protocol: x.protocol || '—' })}</span>
              <span className="grow" />
              {onDialog && x.survey?.answeredAt === '' && (
                <Button size="xs" variant="default" onClick={() => onDialog({ kind: 'survey', x })}>
                  {t('timeline.answer')}
                </Button>
              )}
            </div>
            {x.survey && <Score survey={x.survey} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** "Vieram dele e-mail, telefone, 3 interações e 1 nota." */
function gave(t: TFunction, m: Merged): string {
  const parts = m.gave.map((field) =>
    i18n.exists(`field.${field}`) ? t(`field.${field}` as 'field.name').toLocaleLowerCase(i18n.language) : field,
  );
  if (m.interactions > 0) parts.push(t('timeline.gaveInteractions', { count: m.interactions }));
  if (m.notes > 0) parts.push(t('timeline.gaveNotes', { count: m.notes }));
  if (parts.length === 0) return t('timeline.gaveNothing');
  return t('timeline.gave', { what: formatter(i18n.language).sentence(parts) });
}

interface MergedProps {
  contact: string;
  link: (id: string, name: string) => ReactNode;
}

/** The contacts that were merged into this one (D7.4). */
export function MergedContacts({ contact, link }: MergedProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const merged = useProfile(contact).data?.merged ?? [];
  if (merged.length === 0) return null;
  return (
    <section>
      <h3>{t('timeline.merged')}</h3>
      <ul className="tl-plain">
        {merged.map((m) => (
          <li key={m.id}>
            <div className="tl-line">
              {link(m.id, m.name)}
              <span className="grow" />
              <span className="sub num">{format.dateTime(m.at)}</span>
            </div>
            <div className="sub tl-gave">{gave(t, m)}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}
