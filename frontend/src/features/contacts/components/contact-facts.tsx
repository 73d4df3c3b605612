import { ActionIcon, Button } from '@mantine/core';
import { IconAlertTriangle, IconCopy, IconEye, IconEyeOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormProblem } from '../../../bridge/form';
import { copyText } from '../../../bridge/host';
import type { ContactDetail, DocumentKind } from '../../../bridge/types';
import { problemText } from '../../../components/problem-words';
import { toast } from '../../../components/toast';
import { usePhoneFormat } from '../../../hooks/use-phone-format';
import { channelName } from '../../../i18n/channel';
import { errorText } from '../../../i18n/codes';
import { useFormat } from '../../../i18n/format';
import { useReveal } from '../mutations';

/** As it is written in Brazil; another country's stays as it is. */
const zipCode = (zip: string): string => zip.replace(/^(\d{5})(\d{3})$/, '$1-$2');

/** `part` names the value as Go does when it flags it: "cpf", "phones.0", "custom_fields.Loja". */
type Fact = [label: string, value: ReactNode, part?: string];

/** A list of facts without the blank ones; nothing at all when every one is blank. */
function Facts({ c, title, facts }: { c: ContactDetail; title: string; facts: Fact[] }) {
  const known = facts.filter(([, value]) => value !== '' && value !== null && value !== undefined);
  if (known.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <dl className="facts">
        {known.map(([label, value, part]) => (
          <Pair key={label} label={label} value={value} flag={c.flagged.find((f) => f.part === part)} />
        ))}
      </dl>
    </section>
  );
}
function Pair({ label, value, flag }: { label: string; value: ReactNode; flag: FormProblem | undefined }) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {value}
        {flag && (
          <span className="facts-flag">
            <IconAlertTriangle size={14} aria-hidden />
            {t('contactForm.flagged', { reason: problemText(t, flag) })}
          </span>
        )}
      </dd>
    </>
  );
}

/** Every field of a contact that is filled, in groups. */
export function ContactFacts({ c }: { c: ContactDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const street = [c.address, c.number].filter(Boolean).join(', ');
  const p = c.portfolio;
  // A legacy text that is no day is shown as it is (D1.3).
  const birthDate = /^\d{4}-\d{2}-\d{2}$/.test(c.birthDate) ? format.date(c.birthDate) : c.birthDate;
  return (
    <>
      <Facts
        c={c}
        title={t('contact.contact')}
        facts={[
          ...c.phones.map(
            (digits, n): Fact => [
              t('contact.phone', { n: n + 1 }),
              <Phone key={digits} digits={digits} />,
              `phones.${n}`,
            ],
          ),
          [t('contacts.col.email'), c.email && <Copyable text={c.email} />, 'email'],
          ['Instagram', c.instagram],
          ['Facebook', c.facebook],
          ['Twitter', c.twitter],
          ['WhatsApp', c.whatsapp],
        ]}
      />
      <Facts
        c={c}
        title={t('contact.identity')}
        facts={[
          ['CPF', c.cpf && <Masked key={`cpf ${c.id}`} id={c.id} kind="cpf" masked={c.cpf} />, 'cpf'],
          ['CNPJ', c.cnpj && <Masked key={`cnpj ${c.id}`} id={c.id} kind="cnpj" masked={c.cnpj} />, 'cnpj'],
          [t('field.contact_gender'), c.gender, 'gender'],
          [t('field.contact_birth_date'), birthDate, 'birth_date'],
          [t('field.contact_company'), c.company],
          [t('field.contact_external_id'), c.externalId],
        ]}
      />
      <Facts
        c={c}
        title={t('contact.address')}
        facts={[
          [t('field.contact_zip_code'), zipCode(c.zipCode)],
          [t('field.contact_address'), street],
          [t('field.contact_complement'), c.complement],
          [t('field.contact_city'), c.city],
          [t('field.contact_state'), c.state],
          [t('field.contact_country'), c.country],
        ]}
      />
      {c.customFields.length > 0 && (
        <Facts
          c={c}
          title={t('contact.custom')}
          facts={c.customFields.map((f): Fact => [f.name, f.value, `custom_fields.${f.name}`])}
        />
      )}
      <Facts
        c={c}
        title={t('contact.portfolio')}
        facts={
          p
            ? [
                [t('contacts.col.owner'), p.owner],
                [t('contacts.col.portfolioType'), t(`portfolio.type.${p.type as 0 | 1 | 2 | 3 | 4}`)],
                [t('contact.reserve'), p.reserve],
                [t('contact.service'), p.service],
              ]
            : [[t('contacts.col.owner'), t('contact.noOwner')]]
        }
      />
      <Facts
        c={c}
        title={t('contact.record')}
        facts={[
          [t('contacts.col.createdAt'), [format.dateTime(c.createdAt), c.createdBy].filter(Boolean).join(' · ')],
          [t('contact.updatedAt'), format.dateTime(c.updatedAt)],
          [t('contacts.col.channel'), channelName(t, c.channel)],
          [t('contact.interactions'), format.number(c.interactions)],
          [t('contacts.col.lastInteractionAt'), format.dateTime(c.lastInteractionAt)],
        ]}
      />
    </>
  );
}

function Copyable({ text, shown = text }: { text: string; shown?: string }) {
  const { t } = useTranslation();
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }} className="num">
      <span>{shown}</span>
      <ActionIcon
        size={24}
        aria-label={t('contact.copy', { value: shown })}
        onClick={() =>
          void copyText(text).then((done) => {
            if (done) toast({ kind: 'ok', title: (t) => t('contact.copied') });
          })
        }
      >
        <IconCopy size={14} />
      </ActionIcon>
    </span>
  );
}

function Phone({ digits }: { digits: string }) {
  const phone = usePhoneFormat();
  return <Copyable text={`+${digits}`} shown={phone(digits)} />;
}

/** "•••.982.247-••" until it is asked for; each reveal is audited and lasts 30 s. */
function Masked({ id, kind, masked }: { id: string; kind: DocumentKind; masked: string }) {
  const { t } = useTranslation();
  const { value, pending, error, reveal, hide } = useReveal(id, kind);
  const name = kind.toUpperCase();
  return (
    <span className="num" style={{ display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', gap: '0 6px' }}>
      <span aria-live="polite">{value ? documentText(value) : masked}</span>
      <Button
        size="xs"
        variant="subtle"
        px={6}
        loading={pending}
        leftSection={value ? <IconEyeOff size={14} /> : <IconEye size={14} />}
        onClick={value ? hide : reveal}
      >
        {value ? t('contact.hide', { name }) : t('contact.show', { name })}
      </Button>
      {value && (
        <span className="sub" style={{ fontSize: 12, width: '100%' }}>
          {t('contact.hidesSoon')}
        </span>
      )}
      {error && <span style={{ color: 'var(--mantine-color-error)', width: '100%' }}>{errorText(t, error)}</span>}
    </span>
  );
}

/** Go stores digits (a CNPJ may hold letters); masks are for reading. */
function documentText(value: string): string {
  if (/^\d{11}$/.test(value)) return value.replace(/(...)(...)(...)(..)/, '$1.$2.$3-$4');
  if (/^[0-9A-Z]{12}\d{2}$/.test(value)) return value.replace(/(..)(...)(...)(....)(..)/, '$1.$2.$3/$4-$5');
  return value;
}
