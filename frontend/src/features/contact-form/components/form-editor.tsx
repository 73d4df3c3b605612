import { ActionIcon, Button, Drawer, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormContact } from '../../../bridge/form';
import { Callout } from '../../../components/callout';
import { ErrorCallout } from '../../../components/error-callout';
import { Form } from '../../../components/form';
import { useFirstField } from '../../../hooks/use-first-field';
import { useFormat } from '../../../i18n/format';
import { FormContext, useForm } from '../form-context';
import { useContactForm } from '../use-contact-form';
import { partName } from '../words';
import { FormBlocks } from './form-blocks';
import { LeaveDialog } from './leave-dialog';
import { useOpenContact } from './open-contact';

interface Props {
  opened: FormContact;
  onClose: () => void;
  onSaved: (id: string, created: boolean) => void;
  /** How Escape is answered; held: something lies over the form. */
  onEscape: (how: { ask: () => void; held: boolean }) => void;
}

export function FormEditor({ opened, onClose, onSaved, onEscape }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const form = useContactForm({ opened, onSaved });
  const sheet = useRef<HTMLDivElement>(null);
  const [leaving, setLeaving] = useState(false);
  const [cropping, setCropping] = useState(false);
  const held = leaving || cropping;
  const ask = () => {
    if (form.changed) setLeaving(true);
    else onClose();
  };
  const answer = useRef(ask);
  useLayoutEffect(() => {
    answer.current = ask;
  });
  useEffect(() => onEscape({ ask: () => answer.current(), held }), [onEscape, held]);

  // Wherever the focus is, a field or nothing at all.
  useHotkeys([['mod+Enter', () => !held && form.save()]], []);

  // After a refused save the first part at fault has the focus, once what is shown is about what was saved.
  const { attempts, settled } = form;
  const looked = useRef(0);
  useEffect(() => {
    if (attempts === looked.current || !settled) return;
    looked.current = attempts;
    requestAnimationFrame(() => {
      const first = (selector: string) => sheet.current?.querySelector<HTMLElement>(selector);
      const wrong =
        first('[aria-invalid="true"], .callout[data-kind="err"] button') ?? first('.cf-note .cf-acts button');
      wrong?.focus();
      wrong?.scrollIntoView({ block: 'center' });
    });
  }, [attempts, settled]);

  const nameField = () => sheet.current?.querySelector<HTMLElement>('[data-part="name"] input');
  // What was typed before the sheet was there is a new contact's name; one that has a name is not changed unseen.
  useFirstField(nameField, (typed) => {
    if (form.id === '' && !form.values.fields.name)
      form.change((v) => ({ ...v, fields: { ...v.fields, name: typed } }));
  });
  const discardDraft = () => {
    form.discardDraft();
    nameField()?.focus();
  };
  const wrong = attempts > 0 ? form.problems.length : 0;
  const flagged = form.now.flagged.length;
  return (
    <FormContext value={form}>
      {/* A whole contact is not saved by a stray Enter. */}
      <Form ref={sheet} className="cf-form" enter={false} onSubmit={form.save}>
        <div className="cf-head">
          <div className="grow" style={{ minWidth: 0 }}>
            <Drawer.Title className="cf-title">
              {form.id === '' ? t('contactForm.new') : t('contactForm.edit')}
            </Drawer.Title>
            <p className="sub ellipsis">{form.values.fields.name || t('contactForm.nameless')}</p>
          </div>
          <Tooltip label={t('contactForm.close')}>
            <ActionIcon aria-label={t('contactForm.close')} onClick={ask}>
              <IconX size={17} />
            </ActionIcon>
          </Tooltip>
        </div>
        <div className="cf-body">
          {form.fromDraft && (
            <Callout
              kind="info"
              title={t('contactForm.draft.found')}
              actions={
                <Button size="xs" variant="default" onClick={discardDraft}>
                  {t('contactForm.draft.discard')}
                </Button>
              }
            >
              <p>{t('contactForm.draft.foundHint', { time: format.dateTime(form.draftAt) })}</p>
            </Callout>
          )}
          {form.followed.length > 0 && (
            <Callout kind="info" title={t('contactForm.stale.followed')}>
              <p>{form.followed.map((part) => partName(t, part)).join(', ')}</p>
            </Callout>
          )}
          {form.stale.length > 0 && (
            <Callout kind="warn" title={t('contactForm.stale.title', { count: form.stale.length })}>
              <p>{t('contactForm.stale.hint', { parts: form.stale.map((s) => partName(t, s.part)).join(', ') })}</p>
            </Callout>
          )}
          {flagged > 0 && (
            <Callout kind="warn" title={t('contactForm.flaggedTitle', { count: flagged })}>
              <p>{t('contactForm.flaggedHint')}</p>
            </Callout>
          )}
          <Duplicates attempted={attempts > 0} />
          <FormBlocks onCropping={setCropping} />
        </div>
        <div className="cf-foot">
          {form.saveError ? (
            <div className="grow">
              <ErrorCallout error={form.saveError} title={t('contactForm.saveFailed')} />
            </div>
          ) : (
            <p className={wrong > 0 ? 'grow cf-wrong' : 'grow sub'} aria-live="polite">
              {wrong > 0
                ? t('contactForm.toFix', { count: wrong })
                : form.draft.error
                  ? t('contactForm.draft.failed')
                  : form.draft.kept
                    ? t('contactForm.draft.kept')
                    : ''}
            </p>
          )}
          <Button variant="default" onClick={ask}>
            {t('common.cancel')}
          </Button>
          <Tooltip label={t('contactForm.saveKeys')}>
            <Button type="submit" loading={form.saving}>
              {form.id === '' ? t('contactForm.create') : t('contactForm.save')}
            </Button>
          </Tooltip>
        </div>
      </Form>
      {leaving && (
        <LeaveDialog
          onStay={() => setLeaving(false)}
          onKeep={() => void form.draft.flush().then(onClose)}
          onDiscard={() => void form.draft.discard().then(onClose)}
        />
      )}
    </FormContext>
  );
}

/** D1.9: who has the CPF, a phone or the e-mail of a new contact; a refusal when duplicates are not allowed. */
function Duplicates({ attempted }: { attempted: boolean }) {
  const { t } = useTranslation();
  const form = useForm();
  // One button a person, whatever they have in common.
  const shared = form.holders.filter((h) => h.part !== 'cnpj');
  const people = [...new Map(shared.map((h) => [h.id, h])).values()];
  const open = useOpenContact();
  if (people.length === 0) return null;
  return (
    <Callout
      kind={form.refuse && attempted ? 'err' : 'warn'}
      title={form.refuse ? t('contactForm.duplicate.refused') : t('contactForm.duplicate.warning')}
      actions={people.map((h) => (
        <Button key={h.id} size="xs" variant="default" onClick={() => open(h.id)}>
          {t('contactForm.duplicate.open', { name: h.name })}
        </Button>
      ))}
    >
      <p>{form.refuse ? t('contactForm.duplicate.refusedHint') : t('contactForm.duplicate.warningHint')}</p>
    </Callout>
  );
}
