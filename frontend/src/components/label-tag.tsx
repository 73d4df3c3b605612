import type { Label } from '../bridge/types';

/** A label's colour is a token of the theme (petrol, green, amber, red, gray); another text is a CSS colour. */
const tokens = new Set(['petrol', 'green', 'amber', 'red', 'gray']);
const cssColor = (color: string): string => (tokens.has(color) ? `var(--label-${color})` : color);

/** The label's own colour is a dot: any colour a person picks then keeps the text readable in both themes. */
export function LabelTag({ label }: { label: Label }) {
  return (
    <span className="tag">
      {label.color && (
        <span
          aria-hidden
          style={{
            width: 7,
            height: 7,
            borderRadius: '50%',
            background: cssColor(label.color),
            marginRight: 6,
            flex: 'none',
          }}
        />
      )}
      <span className="ellipsis">{label.name}</span>
    </span>
  );
}
