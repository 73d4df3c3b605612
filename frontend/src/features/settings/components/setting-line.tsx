import { type ReactNode, useId } from 'react';

export interface Labels {
  'aria-label': string;
  'aria-describedby': string;
}

/** One setting: its name and what it does on the left, its control on the right. */
export function Line({
  title,
  hint,
  children,
}: {
  title: string;
  hint: string;
  children: (labels: Labels) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="setline">
      <div>
        <div style={{ fontWeight: 550 }}>{title}</div>
        <div id={`${id}h`} className="sub" style={{ fontSize: 12, lineHeight: 1.5 }}>
          {hint}
        </div>
      </div>
      {children({ 'aria-label': title, 'aria-describedby': `${id}h` })}
    </div>
  );
}
