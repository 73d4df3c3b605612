import type { ComponentPropsWithRef, KeyboardEvent, MouseEvent } from 'react';

interface Props extends Omit<ComponentPropsWithRef<'div'>, 'onSubmit' | 'onClick' | 'onKeyDown'> {
  onSubmit: () => void;
  /** Whether Enter in a field submits, as it does in most forms; otherwise only a button does. */
  enter?: boolean;
}

/** Fields in which Enter has nothing else to do. */
const typing = (target: EventTarget): boolean =>
  target instanceof HTMLInputElement && !['button', 'submit', 'reset', 'file', 'image', 'color'].includes(target.type);

/**
 * What a form element does, without one: buttons of type submit and Enter in a field submit, and what is typed is checked by us. The
 * web view of Linux holds every form element that was ever in the page, with all that is in it, for extensions that may ask for it: 2 MB of a
 * contact's form each time. What is shown once, and passwords that a browser may want to keep, are in true forms.
 */
export function Form({ onSubmit, enter = true, ...rest }: Props) {
  // An event of a dialog that a part of the form has opened comes here too, and is not about it.
  const within = (event: KeyboardEvent | MouseEvent) =>
    !event.defaultPrevented && event.target instanceof Node && event.currentTarget.contains(event.target);
  const button = 'button[type="submit"]';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the fields and buttons in it are what is focused
    <div
      {...rest}
      onClick={(event) => {
        const pressed = within(event) && (event.target as Element).closest<HTMLButtonElement>(button);
        if (!pressed || pressed.disabled) return;
        event.preventDefault(); // and a form around this one has nothing to do with it
        onSubmit();
      }}
      onKeyDown={(event) => {
        if (!enter || event.key !== 'Enter' || event.nativeEvent.isComposing || !within(event)) return;
        if (event.ctrlKey || event.metaKey || event.altKey || !typing(event.target)) return;
        event.preventDefault();
        event.currentTarget.querySelector<HTMLElement>(button)?.click(); // one that is disabled does nothing
      }}
    />
  );
}
