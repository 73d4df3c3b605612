package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"carteira/backend/crm"
)

// passwordVariable holds the password of --as.
const passwordVariable = "CARTEIRA_PASSWORD"

// ownPassword is the password of the one who signs in: of the environment, else asked for at the terminal.
func (p *program) ownPassword() (string, error) {
	if password := p.Getenv(passwordVariable); password != "" {
		return password, nil
	}
	password, asked, err := p.ask("ask.password")
	if err == nil && !asked {
		err = crm.Errorf(crm.CodeSignedOut, "", "there is no password: put it in CARTEIRA_PASSWORD, or run the command at a terminal")
	}
	return password, err
}

// newPassword is the password of a user who is created: a line of standard input, else asked for twice.
func (p *program) newPassword(stdin bool) (string, error) {
	if stdin {
		line, err := bufio.NewReader(p.Stdin).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the password: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	first, asked, err := p.ask("ask.new")
	if err != nil {
		return "", err
	}
	if !asked {
		return "", wrong("usage.password")
	}
	second, _, err := p.ask("ask.again")
	if err != nil {
		return "", err
	}
	if first != second {
		return "", wrong("usage.passwords")
	}
	return first, nil
}

// ask reads a password without showing it; asked is false when standard input is no terminal.
func (p *program) ask(key string) (password string, asked bool, err error) {
	in, ok := p.Stdin.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return "", false, nil
	}
	fmt.Fprint(p.Stderr, p.text(key))
	b, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(p.Stderr)
	if err != nil {
		return "", true, fmt.Errorf("read the password: %w", err)
	}
	return string(b), true, nil
}
