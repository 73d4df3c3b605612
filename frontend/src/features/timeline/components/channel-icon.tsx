import {
  IconBrandFacebook,
  IconBrandInstagram,
  IconBrandWhatsapp,
  IconDeviceMobileMessage,
  IconMail,
  IconMessages,
  IconPhone,
} from '@tabler/icons-react';
import type { Channel } from '../../../bridge/timeline';

const icons = {
  voice: IconPhone,
  whatsapp: IconBrandWhatsapp,
  webchat: IconMessages,
  email: IconMail,
  instagram: IconBrandInstagram,
  facebook: IconBrandFacebook,
  sms: IconDeviceMobileMessage,
};

/** The channel's picture; its name stands beside it. */
export function ChannelIcon({ channel }: { channel: Channel }) {
  const Icon = icons[channel] ?? IconMessages;
  return (
    <span className="tl-icon" data-channel={channel} aria-hidden>
      <Icon size={16} stroke={1.7} />
    </span>
  );
}
