package jobs

import "carteira/backend/crm"

// Running is how many jobs this process works on, of the kinds that counted names. It reads no data, so that a window's
// own thread may ask.
func (s *Service) Running(counted func(crm.JobKind) bool) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, run := range s.runs {
		if counted(run.Job().Kind) {
			n++
		}
	}
	return n
}
