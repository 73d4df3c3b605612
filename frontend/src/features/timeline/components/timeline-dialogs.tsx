import type { Dialog } from '../dialogs';
import { AppointmentForm } from './appointment-form';
import { CloseForm, MessageForm, SendSurveyForm, SurveyForm, TabulateForm } from './change-forms';
import { InteractionForm } from './interaction-form';

interface Props {
  contact: string;
  dialog: Dialog | null;
  onClose: () => void;
}

/** The dialog that is asked for, over whatever shows the contact. */
export function TimelineDialogs({ contact, dialog, onClose }: Props) {
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'add':
      return <InteractionForm contact={contact} onClose={onClose} />;
    case 'close':
      return <CloseForm x={dialog.x} onClose={onClose} />;
    case 'tabulate':
      return <TabulateForm x={dialog.x} onClose={onClose} />;
    case 'message':
      return <MessageForm x={dialog.x} onClose={onClose} />;
    case 'survey':
      return <SurveyForm x={dialog.x} onClose={onClose} />;
    case 'sendSurvey':
      return <SendSurveyForm x={dialog.x} onClose={onClose} />;
    case 'appointment':
      return <AppointmentForm contact={contact} x={dialog.x} onClose={onClose} />;
  }
}
