package app

import "carteira/backend/crm"

// endings are the titles of a native notification of a job that ends with counts, and what its list is saved as.
type endings struct {
	done, partly, none, failed, cancelled, resumed string
	counts                                         string
	saveReport, file                               string
}

// of words such a notification: counts only (D6.2). counts are nil before the job has come to any.
func (e endings) of(p *phrases, j crm.Job, counts func() ([]any, error)) (title, body string, err error) {
	switch {
	case !j.State.Over():
		return e.resumed, p.resumed, nil
	case j.State == crm.JobCancelled:
		return e.cancelled, p.keptOnDisk, nil
	}
	numbers, err := counts()
	if err != nil {
		return "", "", err
	}
	if numbers == nil {
		return e.failed, p.failed, nil
	}
	body = p.sprintf(e.counts, numbers...)
	switch {
	case j.State == crm.JobFailed:
		return e.failed, body, nil
	case j.Colour == crm.Green:
		return e.done, body, nil
	case j.Colour == crm.Red:
		return e.none, body, nil
	}
	return e.partly, body, nil
}
