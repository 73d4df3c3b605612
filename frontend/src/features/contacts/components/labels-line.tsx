import type { Label } from '../../../bridge/types';
import { LabelTag } from '../../../components/label-tag';
import { fitting, tagWidth } from '../label-fit';

interface Props {
  labels: Label[];
  /** px there are; 0 while that is not known. */
  width: number;
}

/** As many labels as there is room for and the number of the others, whose names the pointer and a screen reader are told. */
export function LabelsLine({ labels, width }: Props) {
  if (labels.length === 0) return null;
  const shown = width > 0 ? fitting(labels.map(tagWidth), width) : labels.length;
  const rest = labels.slice(shown);
  return (
    <span className="tags" title={labels.map((label) => label.name).join(', ')}>
      {labels.slice(0, shown).map((label) => (
        <LabelTag key={label.id} label={label} />
      ))}
      {rest.length > 0 && (
        <span className="tagmore">
          <span aria-hidden>+{rest.length}</span>
          <span className="hidden-text">{rest.map((label) => `, ${label.name}`)}</span>
        </span>
      )}
    </span>
  );
}
