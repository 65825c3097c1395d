/** Injection token of the audit service's stores (`AuditStore`). */
export const STORE = Symbol('audit:store');
/** Injection token of the recorder of readings (`Readings`). */
export const READINGS = Symbol('audit:readings');
/** Injection token of the acts of the service itself (`Acts`). */
export const ACTS = Symbol('audit:acts');
/** Injection token of what erases, and brings erasures to their end (`Forgetter`). */
export const FORGETTER = Symbol('audit:forgetter');
/** Injection token of what a check of the log works with (`SelfCheckParts`). */
export const CHECK = Symbol('audit:check');
/** Injection token of the logger. */
export const LOGGER = Symbol('audit:logger');
/** Injection token of the name of the log. */
export const ORIGIN = Symbol('audit:origin');
