package manual_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"carteira/backend/manual"
)

func program() *cobra.Command {
	root := &cobra.Command{Use: "shelf", Short: "Keeps books"}
	root.PersistentFlags().Bool("json", false, "one document")
	run := func(*cobra.Command, []string) {}
	add := &cobra.Command{Use: "add TITLE", Short: "Add a book", Run: run}
	add.Flags().String("place", "left-hand", "where it `stands`\n.hidden at the beginning of no line")
	list := &cobra.Command{Use: "list", Short: ".all of them", Run: run}
	books := &cobra.Command{Use: "book", Short: "Books", Run: run}
	books.AddCommand(add, list)
	scan := &cobra.Command{Use: "scan FILE", Short: "Scan a cover", Run: run}
	scan.AddCommand(&cobra.Command{Use: "history", Short: "What was scanned", Run: run})
	root.AddCommand(books, scan, &cobra.Command{Use: "secret", Short: "Not for people", Hidden: true, Run: run})
	return root
}

var page = manual.Page{
	Name: "shelf", Version: "1.2.3",
	Headings: manual.Headings{Manual: "User Commands", Name: "NOME", Synopsis: "SINOPSE", Options: "OPÇÕES", Commands: "COMANDOS",
		Command: "comando", Arguments: "argumentos", Default: "padrão"},
	Sections: []manual.Section{{Heading: "STATUS", Items: []manual.Item{{Term: "0", Text: `C:\Users`}}}},
}

// The page holds what --help says, in roff that needs no second thought: hyphens to copy, no accidental requests.
func TestPage(t *testing.T) {
	var b strings.Builder
	if err := manual.Write(&b, program(), page); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{
		".TH \"SHELF\" 1 \"\" \"Carteira 1.2.3\" \"User Commands\"\n",
		".SH \"NOME\"\nshelf \\- Keeps books\n",
		".SH \"SINOPSE\"\n.B shelf\ncomando \\fR[\\fIargumentos\\fR]\n",
		".TP\n\\fB\\-\\-json\\fR\none document.\n",
		".SS \"shelf book add TITLE\"\nAdd a book.\n",
		".TP\n\\fB\\-\\-place\\fR \\fIstands\\fR\nwhere it stands .hidden at the beginning of no line (padrão left\\-hand).\n",
		".SS \"shelf book list\"\n\\&.all of them.\n",
		".SS \"shelf scan FILE\"\n",
		".SS \"shelf scan history\"\n",
		".SH \"STATUS\"\n.TP\n.B 0\nC:\\eUsers\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks\n%s", want)
		}
	}
	for _, without := range []string{"secret", "--", `.SS "shelf book"` + "\n", "[flags]"} {
		if strings.Contains(got, without) {
			t.Errorf("the page holds %q", without)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestPageThatCannotBeWritten(t *testing.T) {
	if err := manual.Write(full{}, program(), page); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("answered %v", err)
	}
}
