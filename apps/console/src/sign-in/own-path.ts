/** A path of the console that was asked for: anything else leads home, so that nobody is sent elsewhere by an address. */
export function ownPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > 2_000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(given))
    return '/';
  const url = URL.canParse(given, HERE) ? new URL(given, HERE) : undefined;
  if (!url || url.origin !== HERE || url.pathname.startsWith('//')) return '/';
  return /^\/(sign-in|sign-out|signed-out)(\/|$)/.test(url.pathname) ? '/' : `${url.pathname}${url.search}`;
}

const HERE = 'http://here.invalid';
