/** Injection token of the audit service's stores (`AuditStore`). */
export const STORE = Symbol('audit:store');
/** Injection token of the name of the log. */
export const ORIGIN = Symbol('audit:origin');
