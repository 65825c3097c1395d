import { describe, expect, it } from '@jest/globals';
import { PageAssets } from './assets.js';
import { pageHeaders } from './headers.js';
import { projectFolder } from './project.js';
import { Templates } from './templates.js';

describe('the files that pages need', () => {
  const own = { 'concordat.css': projectFolder('libs', 'pages', 'templates', 'concordat.css') };
  const assets = PageAssets.read(own);

  it('lie at an address that changes with any of them', () => {
    expect(assets.base).toMatch(/^\/assets\/[0-9a-f]{12}$/);
    expect(PageAssets.read(own).base).toBe(assets.base);
    expect(PageAssets.read().base).not.toBe(assets.base);
  });

  it('are served with their types, and nothing else is', () => {
    expect(assets.at(`${assets.base}/govuk-frontend.min.css`)?.type).toBe('text/css; charset=utf-8');
    expect(assets.at(`${assets.base}/start.js`)?.type).toBe('text/javascript; charset=utf-8');
    for (const path of ['/package.json', '/../package.json', '/images/../../package.json', ''])
      expect(assets.at(`${assets.base}${path}`)).toBeUndefined();
    expect(assets.at('/assets/000000000000/start.js')).toBeUndefined();
  });

  it('ask for nothing that is not there: every address in the styles is a file', () => {
    for (const name of ['govuk-frontend.min.css', 'moj-frontend.min.css']) {
      const text = assets.at(`${assets.base}/${name}`)?.body.toString('utf8') ?? '';
      expect(text.length).toBeGreaterThan(50_000);
      expect(text).not.toMatch(/@font-face|sourceMappingURL/);
      const asked = [...text.matchAll(/url\(["']?([^)"']+)/g)].map(([, url]) => url as string);
      const missing = asked.filter((url) => !url.startsWith('data:') && !assets.at(`${assets.base}/${url}`));
      expect(missing.filter((url) => !url.includes('govuk-crest'))).toEqual([]);
    }
  });
});

describe('a template', () => {
  const templates = new Templates([], { service: 'Concordat', assets: '/assets/1', footer: 'About' });

  it('shows what it is given as text, never as markup', () => {
    const html = templates.render('pages/layout.njk', { title: '<b>bold</b>', nonce: 'n1' });
    expect(html).toContain('<title>&lt;b&gt;bold&lt;/b&gt; – Concordat</title>');
    expect(html).toContain('<html lang="en"');
    expect(html).not.toMatch(/<script(?![^>]*(nonce="n1"|src=))/);
  });
});

describe('the headers of a page', () => {
  it('allow the page its own code and forms alone', () => {
    const headers = pageHeaders({ nonce: 'abc', formTargets: ['https://id.example'] });
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'nonce-abc'");
    expect(policy).toContain("form-action 'self' https://id.example");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers['cache-control']).toBe('no-store');
  });
});
