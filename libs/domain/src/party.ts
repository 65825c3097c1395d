/** The code of an agency in the directory, such as `police`. */
export type AgencyCode = string;

/** One unit of one agency. Both are codes of the directory, never names or free words. */
export interface Party {
  readonly agency: AgencyCode;
  readonly unit: string;
}
