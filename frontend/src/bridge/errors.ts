/** What Go refuses, as the window sees it: `code` is translated (`errors.<code>`), `message` is the fallback, `field` the input at fault. */
export class BridgeError extends Error {
  readonly code: string;
  readonly field: string;
  /** RFC 3339: when the same will be allowed again, "" when that is not known. */
  readonly until: string;

  constructor(code: string, message: string, field = '', until = '') {
    super(message);
    this.name = 'BridgeError';
    this.code = code;
    this.field = field;
    this.until = until;
  }
}

/** A rejection is a JSON string `{"code","message","field"}`; whatever else arrives (a lost connection, a bug) becomes code "unexpected". */
export function toBridgeError(reason: unknown): BridgeError {
  if (reason instanceof BridgeError) return reason;
  const text = reason instanceof Error ? reason.message : typeof reason === 'string' ? reason : JSON.stringify(reason);
  try {
    const parsed: unknown = JSON.parse(text);
    if (parsed !== null && typeof parsed === 'object' && 'code' in parsed && typeof parsed.code === 'string') {
      const { code, message, field, until } = parsed as { code: string; [member: string]: unknown };
      return new BridgeError(
        code,
        typeof message === 'string' ? message : code,
        typeof field === 'string' ? field : '',
        typeof until === 'string' ? until : '',
      );
    }
  } catch {
    // Not JSON: it was never a crm.Error, so its text is kept for "Details" only.
  }
  return new BridgeError('unexpected', text ?? '');
}
