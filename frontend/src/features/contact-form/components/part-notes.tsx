import { Button } from '@mantine/core';
import { IconUserSearch, IconUsers } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '../form-context';
import { valueText } from '../words';
import { useOpenContact } from './open-contact';

/** Who else has the value, and what somebody else made of it meanwhile. */
export function PartNotes({ part }: { part: string }) {
  const { t } = useTranslation();
  const form = useForm();
  const open = useOpenContact();
  const holders = form.holdersOf(part);
  const stale = form.staleOf(part);
  // The buttons go with the decision: the focus goes on in the field that it was about.
  const decide = (choice: 'mine' | 'theirs') => (e: MouseEvent<HTMLButtonElement>) => {
    e.currentTarget.closest('[data-part]')?.querySelector<HTMLElement>('input, button')?.focus();
    form.decide(part, choice);
  };
  if (holders.length === 0 && !stale) return null;
  return (
    <>
      {holders.map((h) => (
        <p key={h.id} className="cf-note" data-kind={form.refuse || part === 'cnpj' ? 'err' : 'warn'} role="status">
          <IconUserSearch size={15} aria-hidden />
          <span>
            {t('contactForm.holder')}{' '}
            <button type="button" className="lnk" onClick={() => open(h.id)}>
              {h.name}
            </button>
            {!h.active && ` (${t('contacts.inactive')})`}
          </span>
        </p>
      ))}
      {stale && (
        <div className="cf-note" data-kind="warn" role="status">
          <IconUsers size={15} aria-hidden />
          <span>
            {part === 'avatar' ? (
              <>
                {t('contactForm.stale.avatar')} <img className="ava" src={stale.theirs} alt="" />
              </>
            ) : (
              t('contactForm.stale.changed', { value: valueText(t, part, stale.theirs) })
            )}
            <span className="cf-acts">
              <Button size="xs" variant="default" onClick={decide('theirs')}>
                {t('contactForm.stale.theirs')}
              </Button>
              <Button size="xs" variant="default" onClick={decide('mine')}>
                {t('contactForm.stale.mine')}
              </Button>
            </span>
          </span>
        </div>
      )}
    </>
  );
}
