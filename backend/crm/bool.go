package crm

const CodeBoolInvalid = "bool_invalid"

// ParseBool reads a yes-or-no cell (contact_active, contact_corporate) in English or Portuguese, whatever
// its case and accents. A blank is an error, bool_invalid: only the caller knows what a blank means there.
func ParseBool(s string) (bool, error) {
	if len(s) <= 64 {
		var buf [64]byte
		switch string(AppendFold(buf[:0], s)) {
		case "true", "1", "sim", "s", "yes", "y", "verdadeiro":
			return true, nil
		case "false", "0", "nao", "n", "no", "falso":
			return false, nil
		}
	}
	return false, Errorf(CodeBoolInvalid, "", "the value must be true or false (sim or não, yes or no, 1 or 0)")
}
