package cli

import (
	"os"
	"sync"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
)

// progress draws the bar of the job a command waits for, with its rate and the time left. Only at a terminal: in a log
// it would be noise.
type progress struct {
	mu       sync.Mutex
	terminal *os.File // nil: nothing is drawn
	bar      *progressbar.ProgressBar
	bytes    bool
}

func (p *program) newProgress() *progress {
	f, ok := p.Stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		f = nil
	}
	return &progress{terminal: f}
}

// tell is a listener of jobs.
func (g *progress) tell(j crm.Job, change jobs.Change) {
	g.mu.Lock()
	g.bytes = j.Kind == crm.JobImport || j.Kind == crm.JobImportCheck
	g.mu.Unlock()
	if change == jobs.Ended {
		g.end()
		return
	}
	g.Advance(j.Done, j.Total)
}

// Advance makes it a crm.Progress, for work that is no job.
func (g *progress) Advance(done, total int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.terminal == nil || done == 0 && g.bar == nil {
		return
	}
	if total <= 0 {
		total = -1
	}
	if g.bar == nil {
		options := []progressbar.Option{
			progressbar.OptionSetWriter(g.terminal),
			progressbar.OptionShowBytes(g.bytes), // with their rate
			progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionFullWidth(),
			progressbar.OptionClearOnFinish(),
		}
		if !g.bytes {
			options = append(options, progressbar.OptionShowIts())
		}
		g.bar = progressbar.NewOptions64(total, options...)
	}
	if g.bar.GetMax64() != total {
		g.bar.ChangeMax64(total)
	}
	if err := g.bar.Set64(done); err != nil {
		g.terminal = nil // the terminal is gone: the work goes on without a bar
	}
}

// end takes the bar away, so that the answer stands alone.
func (g *progress) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.bar == nil {
		return
	}
	if err := g.bar.Clear(); err != nil {
		g.terminal = nil
	}
	g.bar = nil
}
