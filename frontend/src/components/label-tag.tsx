import type { Label } from '../bridge/types';

/** The label's own colour is a dot: any colour a person picks then keeps the text readable in both themes. */
export function LabelTag({ label }: { label: Label }) {
  return (
    <span className="tag">
      {label.color && (
        <span
          aria-hidden
          style={{ width: 7, height: 7, borderRadius: '50%', background: label.color, marginRight: 6, flex: 'none' }}
        />
      )}
      {label.name}
    </span>
  );
}
