package crm

import "slices"

// Channels are the ways an interaction arrives; a contact's channel of origin is one of them or "".
var Channels = []string{"voice", "whatsapp", "webchat", "email", "instagram", "facebook", "sms"}

// CheckChannel refuses a channel that does not exist; "" is none.
func CheckChannel(s string) error {
	if s != "" && !slices.Contains(Channels, s) {
		return Errorf(CodeInvalid, "channel", "a channel is one of %v", Channels)
	}
	return nil
}
