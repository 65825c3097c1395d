/** Where a chain of redirects ended, and what stands there. */
interface Arrived {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

/** Most redirects of one request. */
const MOST = 12;

/** Somebody at the console as far as HTTP goes: cookies by host, redirects, forms. It runs no scripts. */
export class BrowserSession {
  private readonly cookies = new Map<string, string>();

  /** Signs in through the provider's own page. Throws Error where that does not lead to the console. */
  async signIn(console: string, user: string, password: string): Promise<void> {
    const form = await this.ask(`${console}/board`);
    const action = /<form method="post" action="([^"]+)"/.exec(form.text)?.[1]?.replaceAll('&amp;', '&');
    if (action === undefined) throw new Error('The console did not lead to a page to sign in.');
    const body = new URLSearchParams({ user, password });
    const home = await this.ask(new URL(action, form.url).href, { method: 'POST', body });
    if (home.status !== 200 || !home.url.startsWith(console))
      throw new Error(`Nobody was signed in: ${home.status}.`);
  }

  /** A page, after all redirects. */
  async ask(address: string, init: RequestInit = {}): Promise<Arrived> {
    let [url, request] = [address, init];
    for (let step = 0; step < MOST; step += 1) {
      const answer = await this.fetch(url, request);
      const location = answer.headers.get('location');
      if (location === null) return { url, status: answer.status, text: await answer.text() };
      await answer.body?.cancel();
      [url, request] = [new URL(location, url).href, {}];
    }
    throw new Error('The redirects have no end.');
  }

  /** One request with the cookies of its host, redirects left alone. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url);
    const own = [...this.cookies].filter(([name]) => name.startsWith(`${host} `));
    const cookie = own.map(([name, value]) => `${name.slice(host.length + 1)}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie !== '' && { cookie }) };
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(`${host} ${name}`, value);
    }
    return answer;
  }
}
