import { Button, CloseButton } from '@mantine/core';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcutOf } from '../../hooks/shortcuts';

/** What each step points at, on the real screens; `to` is where it is. */
export const steps = [
  { name: 'find', to: '/', at: '[data-tour="find"]' },
  { name: 'list', to: '/', at: '[data-tour="list"]' },
  { name: 'import', to: '/', at: '[data-tour="nav-imports"]' },
  { name: 'palette', to: '/', at: '[data-tour="palette"]' },
  { name: 'status', to: '/', at: '[data-tour="status"]' },
] as const;

interface Props {
  /** Goes to the screen of a step. */
  onGo: (to: (typeof steps)[number]['to']) => void;
  onClose: () => void;
}

interface Place {
  top: number;
  left: number;
  ring: { top: number; left: number; width: number; height: number } | null;
}

const WIDTH = 340;
const GAP = 14;

/** Beside the element, inside the window; without the element, in the corner. */
function placeAt(box: DOMRect | null, height: number): Place {
  const [w, h] = [window.innerWidth, window.innerHeight];
  if (!box || box.width === 0) return { top: h - height - 60, left: w - WIDTH - 24, ring: null };
  const [x, y] = [Math.max(2, box.left - 4), Math.max(2, box.top - 4)];
  const ring = {
    top: y,
    left: x,
    width: Math.min(box.right + 4, w - 2) - x,
    height: Math.min(box.bottom + 4, h - 2) - y,
  };
  const beside = box.right + GAP + WIDTH < w && box.width < w / 3;
  const below = box.bottom + GAP + height < h;
  const above = box.top - GAP - height > 0;
  const left = Math.min(Math.max(12, beside ? box.right + GAP : box.left), w - WIDTH - 12);
  const top = beside ? box.top : below ? box.bottom + GAP : above ? box.top - GAP - height : h - height - 60;
  return { top: Math.min(Math.max(12, top), h - height - 12), left, ring };
}

/**
 * A short look round over the real screens. It is beside the work, not in front of it: nothing is blocked, Esc ends it at any
 * moment, and it comes only when it is asked for.
 */
export function Tour({ onGo, onClose }: Props) {
  const { t } = useTranslation();
  const [step, setStep] = useState(0);
  const [place, setPlace] = useState<Place | null>(null);
  const card = useRef<HTMLDivElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const id = useId();
  const { name, to, at } = steps[step] ?? steps[0];
  const last = step === steps.length - 1;
  const go = useRef(onGo);
  go.current = onGo;
  useEffect(() => go.current(to), [to]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the button of each step takes the focus
  useEffect(() => next.current?.focus(), [step]);
  useLayoutEffect(() => {
    const measure = () =>
      setPlace(placeAt(document.querySelector(at)?.getBoundingClientRect() ?? null, card.current?.offsetHeight ?? 190));
    measure();
    const later = window.setInterval(measure, 300); // screens arrive, panels open
    window.addEventListener('resize', measure);
    return () => {
      window.clearInterval(later);
      window.removeEventListener('resize', measure);
    };
  }, [at]);
  const move = (by: number) => setStep((n) => Math.min(Math.max(0, n + by), steps.length - 1));
  const onKeyDown = (e: KeyboardEvent) => {
    const key = shortcutOf('tour', e);
    if (key === null) return;
    e.preventDefault();
    e.stopPropagation();
    if (key === 'leave') onClose();
    else move(key === 'forth' ? 1 : -1);
  };
  return (
    <>
      {place?.ring && <div className="tour-ring" aria-hidden style={place.ring} />}
      <div
        ref={card}
        className="tour"
        role="dialog"
        aria-labelledby={`${id}t`}
        aria-describedby={`${id}d`}
        style={{ width: WIDTH, top: place?.top ?? 80, left: place?.left ?? 80 }}
        onKeyDown={onKeyDown}
      >
        <div className="tour-head">
          <b id={`${id}t`}>{t(`tour.steps.${name}.title`)}</b>
          <CloseButton aria-label={t('tour.skip')} onClick={onClose} />
        </div>
        <p id={`${id}d`}>{t(`tour.steps.${name}.text`)}</p>
        <div className="tour-foot">
          <span className="sub num" aria-live="polite">
            {t('tour.step', { step: step + 1, of: steps.length })}
          </span>
          <span className="grow" />
          {step > 0 && (
            <Button size="xs" variant="default" onClick={() => move(-1)}>
              {t('common.back')}
            </Button>
          )}
          <Button size="xs" ref={next} onClick={() => (last ? onClose() : move(1))}>
            {last ? t('tour.end') : t('tour.next')}
          </Button>
        </div>
      </div>
    </>
  );
}
