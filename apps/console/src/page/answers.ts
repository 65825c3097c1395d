import type { View } from '#pages';

/** A page to be shown: a template with what it shows. */
export class Page {
  constructor(
    readonly template: string,
    readonly view: View,
    readonly status = 200,
  ) {}
}

/** An answer to a form: the browser asks for this page next (303). */
export class SeeOther {
  constructor(readonly address: string) {}
}

/** Shows a template; `view.title` is the page's title. `status` is 422 for a form that is shown again with its faults. */
export const page = (template: string, view: View & { readonly title: string }, status = 200): Page =>
  new Page(template, view, status);

/** Sends the browser on to an own path. */
export const seeOther = (path: string): SeeOther => new SeeOther(path);
