/** How a command ended, for scripts. */
export const EXIT = {
  /** What was asked was done, and there is nothing to put right. */
  OK: 0,
  /** The input is faulty: the directory has faults, or the request would be refused as it is. */
  REFUSED: 1,
  /** The call itself cannot be understood. */
  MISUSED: 2,
  /** Nobody answers. */
  NOBODY: 3,
  /** Evidence holds, but only by the keys that it brings itself. */
  UNPINNED: 4,
} as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
