import type {
  ContactDetail,
  ContactPage,
  ContactRow,
  ImportPreview,
  Job,
  Notice,
  ReportLine,
  SessionInfo,
  StatusInfo,
} from './types';

// A nil slice in Go arrives as null. Each shape names its own lists, so that no screen ever meets a null array.

export const list = <T>(value: T[] | null | undefined): T[] => value ?? [];

export const sessionLists = (info: SessionInfo): SessionInfo => ({
  ...info,
  user: info.user ?? null,
  permissions: list(info.permissions),
  joining: info.joining ? { ...info.joining, problem: info.joining.problem ?? null } : null,
});

const rowLists = <R extends ContactRow>(row: R): R => ({ ...row, labels: list(row.labels) });

export const pageLists = (page: ContactPage): ContactPage => ({ ...page, rows: list(page.rows).map(rowLists) });

export const detailLists = (detail: ContactDetail): ContactDetail => ({
  ...rowLists(detail),
  phones: list(detail.phones),
  customFields: list(detail.customFields),
  notes: list(detail.notes),
  changes: list(detail.changes),
  flagged: list(detail.flagged),
  portfolio: detail.portfolio ?? null,
});

export const previewLists = (preview: ImportPreview): ImportPreview => ({
  ...preview,
  sheets: list(preview.sheets),
  columns: list(preview.columns).map((c) => ({ ...c, samples: list(c.samples) })),
  derived: list(preview.derived).map((d) => ({ ...d, from: list(d.from) })),
  fixes: list(preview.fixes),
  rows: list(preview.rows).map((r) => ({
    ...r,
    cells: list(r.cells),
    problems: list(r.problems),
    mended: list(r.mended),
  })),
  problem: preview.problem ?? null,
});

export const jobLists = (job: Job): Job => ({
  ...job,
  error: job.error ?? null,
  result: job.result
    ? {
        ...job.result,
        reasons: list(job.result.reasons),
        fixes: list(job.result.fixes).map((f) => ({ ...f, samples: list(f.samples) })),
        samples: list(job.result.samples).map((s) => ({ ...s, cells: list(s.cells), problems: list(s.problems) })),
      }
    : null,
});

export const reportLists = (lines: ReportLine[] | null): ReportLine[] =>
  list(lines).map((l) => ({ ...l, cells: list(l.cells) }));

export const noticeLists = (notice: Notice): Notice => ({ ...notice, job: jobLists(notice.job) });

export const statusLists = (status: StatusInfo): StatusInfo => ({
  ...status,
  sync: { ...status.sync, problem: status.sync.problem ?? null },
  runningJob: status.runningJob ? jobLists(status.runningJob) : null,
});
