/** A rejection as Go sends it: a JSON string. */
export const refuse = (code: string, message = code, field = ''): string => JSON.stringify({ code, message, field });
