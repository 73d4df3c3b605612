import { Button } from '@mantine/core';
import { IconPhoto, IconTrash, IconUser } from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../components/avatar';
import { useForm } from '../form-context';
import { type ImageProblem, openImage, TYPES } from '../image';
import { Part, usePart } from './field';

const AvatarCrop = lazy(() => import('./avatar-crop').then((m) => ({ default: m.AvatarCrop })));

/** The picture: chosen, cut to a square, or taken away. */
export function AvatarPicker({ onCropping }: { onCropping: (cropping: boolean) => void }) {
  const { t } = useTranslation();
  const { values, change } = useForm();
  const { error } = usePart('avatar');
  const file = useRef<HTMLInputElement>(null);
  const pick = useRef<HTMLButtonElement>(null);
  const [source, setSource] = useState('');
  const [problem, setProblem] = useState<ImageProblem | null>(null);
  const close = () => {
    URL.revokeObjectURL(source);
    setSource('');
    onCropping(false);
    requestAnimationFrame(() => pick.current?.focus());
  };
  const choose = async (chosen: File | undefined) => {
    if (!chosen) return;
    const opened = await openImage(chosen);
    if ('problem' in opened) {
      setProblem(opened.problem);
      return;
    }
    setProblem(null);
    setSource(opened.url);
    onCropping(true);
  };
  const text = problem ? t(`contactForm.avatar.${problem}`) : error;
  return (
    <Part part="avatar" wide>
      <div className="cf-avatar">
        {values.avatar ? (
          <img className="ava huge" src={values.avatar} alt={t('contactForm.avatar.title')} />
        ) : (
          <Portrait name={values.fields.name ?? ''} />
        )}
        <div>
          <div className="cf-acts">
            <Button
              ref={pick}
              size="xs"
              variant="default"
              leftSection={<IconPhoto size={15} />}
              onClick={() => file.current?.click()}
            >
              {values.avatar ? t('contactForm.avatar.change') : t('contactForm.avatar.choose')}
            </Button>
            {values.avatar && (
              <Button
                size="xs"
                variant="subtle"
                leftSection={<IconTrash size={15} />}
                onClick={() => {
                  change((v) => ({ ...v, avatar: '' }));
                  pick.current?.focus();
                }}
              >
                {t('contactForm.avatar.remove')}
              </Button>
            )}
          </div>
          <p className="sub cf-hint">{t('contactForm.avatar.hint')}</p>
          {text && (
            <p className="cf-error" role="alert">
              {text}
            </p>
          )}
        </div>
        <input
          ref={file}
          type="file"
          accept={TYPES.join(',')}
          hidden
          aria-label={t('contactForm.avatar.choose')}
          onChange={(e) => {
            void choose(e.currentTarget.files?.[0]);
            e.currentTarget.value = ''; // the same file may be chosen again
          }}
        />
      </div>
      {source && (
        <Suspense>
          <AvatarCrop
            source={source}
            onClose={close}
            onCut={(url) => {
              change((v) => ({ ...v, avatar: url }));
              close();
            }}
          />
        </Suspense>
      )}
    </Part>
  );
}

/** Initials once there is a name. */
function Portrait({ name }: { name: string }) {
  if (name.trim() !== '') return <Avatar name={name} big />;
  return (
    <span className="ava big blank" aria-hidden>
      <IconUser size={30} stroke={1.5} />
    </span>
  );
}
