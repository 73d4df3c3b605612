import { toast } from '../../../components/toast';
import { InteractionForm } from './interaction-form';

interface Props {
  /** What was typed elsewhere to say whom it is with. */
  initial: string;
  onOpenContact: (id: string) => void;
  onClose: () => void;
}

/** An interaction entered by hand from anywhere in the window. */
export function NewInteraction({ initial, onOpenContact, onClose }: Props) {
  return (
    <InteractionForm
      contact={null}
      initial={initial}
      onClose={onClose}
      onAdded={({ contact, contactName, contactCreated }) =>
        toast({
          kind: 'ok',
          title: (t) => t('timeline.added'),
          message: (t) => t(contactCreated ? 'whom.addedNew' : 'whom.addedWith', { name: contactName }),
          action: { label: (t) => t('whom.open'), run: () => onOpenContact(contact) },
        })
      }
    />
  );
}
