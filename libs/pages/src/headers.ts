/** What the policy of a page needs to know. */
export interface PagePolicy {
  /** Random, for this answer alone: marks the one inline script of a page as its own. */
  readonly nonce: string;
  /** Origins, beside the own, to which a form may lead. */
  readonly formTargets: readonly string[];
}

/**
 * Headers of every page: nothing from elsewhere, no inline code without the nonce, no frame around it, no address told to
 * others, and nothing kept by the browser or on the way.
 */
export const pageHeaders = ({ nonce, formTargets }: PagePolicy): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  'cache-control': 'no-store',
});
