import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { EVENT_CLASSES, fromWire, toWire, type TaskLedgerEvent } from '#contracts';
import {
  ROOMS,
  duplicateTests,
  forbiddenWords,
  namelessFiles,
  roomsWithoutReadme,
  strangersAtTheTop,
  undocumented,
  unreadTypes,
  type SourceFile,
} from './house-rules.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const TEXT = /\.(ts|mjs|js|json|ya?ml|md|sh)$|Dockerfile/;

function filesUnder(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && TEXT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules'))
    .map((file) => ({
      path: file.slice(root.length + 1).replaceAll('\\', '/'),
      text: readFileSync(file, 'utf8'),
    }));
}

const top = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isFile() && TEXT.test(entry.name) && entry.name !== 'package-lock.json')
  .map(({ name }) => ({ path: name, text: readFileSync(join(root, name), 'utf8') }));
const files = [...['apps', 'libs', 'test', '.ci'].flatMap(filesUnder), ...top];
const code = files.filter(({ path }) => path.endsWith('.ts'));
const specs = code.filter(({ path }) => path.endsWith('.spec.ts'));
const sources = code.filter(
  ({ path }) => /^(apps|libs)\/[^/]+\/src\//.test(path) && !path.endsWith('.spec.ts'),
);
const one = (path: string, text: string): SourceFile[] => [{ path, text }];

describe('the repository', () => {
  it('is really read here', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(specs.length).toBeGreaterThan(30);
  });

  it('has nothing at its top that has no place there', () => {
    expect(strangersAtTheTop(readdirSync(root))).toEqual([]);
    expect(strangersAtTheTop(['apps', 'docs', 'run.log', 'Makefile'])).toEqual(['docs', 'Makefile']);
  });

  it('has a README in every app and lib of the layout, and in any other', () => {
    expect(roomsWithoutReadme(files)).toEqual([]);
    const readme = (room: string): SourceFile => ({
      path: `${room}/README.md`,
      text: 'What it is for. '.repeat(20),
    });
    const all = ROOMS.map(readme);
    expect(roomsWithoutReadme(all)).toEqual([]);
    expect(roomsWithoutReadme(all.slice(1))).toEqual([ROOMS[0]]);
    expect(roomsWithoutReadme([...all, ...one('libs/more/src/a.ts', '')])).toEqual(['libs/more']);
    expect(roomsWithoutReadme([...all.slice(1), ...one(`${ROOMS[0]}/README.md`, '# To do')])).toEqual([
      ROOMS[0],
    ]);
  });

  it('has no file or folder whose name says nothing', () => {
    expect(namelessFiles(files.map(({ path }) => path))).toEqual([]);
    const seeds = [
      'libs/a/src/utils.ts',
      'libs/shared/src/a.ts',
      'apps/b/src/helper.spec.ts',
      'libs/a/src/base64.ts',
    ];
    expect(namelessFiles(seeds)).toEqual(seeds.slice(0, 3));
  });

  it('has no whole-module export, no forward reference, and no name of a machine or a registry', () => {
    expect(forbiddenWords(files)).toEqual([]);
    // Put together here, so that this file does not hold what it forbids.
    const seeds = [
      ['export', "* from './a.js';"].join(' '),
      ['forwardRef', '(() => A)'].join(''),
      ['see', ['', 'home', 'ann', 'concordat'].join('/')].join(' '),
      ['https:/', ['registry', 'example', 'org'].join('.'), 'yaml'].join('/'),
      ['deb', 'example', 'org'].join('.'),
    ];
    for (const text of seeds) expect(forbiddenWords(one('a.ts', text))).toHaveLength(1);
    expect(
      forbiddenWords(one('a.ts', "export { a } from './a.js'; // see https://www.rfc-editor.org/home")),
    ).toEqual([]);
  });

  it('locks packages only to the public registry, by no name of a mirror', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
    const hosts = [...lock.matchAll(/"resolved": "[a-z+]+:\/\/([^/"]+)/g)].map(([, host]) => host);
    const open = ['registry', 'npmjs', 'org'].join('.');
    expect(hosts.filter((host) => host !== open)).toEqual([]);
  });
});

describe('the sources', () => {
  it('say of every exported name what it promises', () => {
    expect(undocumented(sources)).toEqual([]);
    const bare = [
      'export function a() {}',
      'export class B {}',
      'export interface C { readonly c: 1 }',
      'export type D = 1;',
      'export const e = 1;',
      '// Not a docstring.\nexport const f = 1;',
      '/** */\nexport const g = 1;',
      'const h = 1;\nexport { h };',
    ];
    for (const text of bare) expect(undocumented(one('a.ts', text))).toHaveLength(1);
    for (const text of bare.slice(0, 5)) {
      expect(undocumented(one('a.ts', `/** What it promises. */\n${text}`))).toEqual([]);
    }
    expect(undocumented(one('a.ts', "const own = 1;\nexport { b } from './b.js';"))).toEqual([]);
  });

  it('give no two tests of a file the same name', () => {
    expect(duplicateTests(specs)).toEqual([]);
    const body = 'async () => undefined';
    expect(duplicateTests(one('a.spec.ts', `it('a', ${body});\nit.each([1])('a', ${body});`))).toEqual([
      'a.spec.ts: a',
    ]);
    const apart = `describe('x', () => { it('a', ${body}); });\ndescribe('y', () => { it('a', ${body}); });`;
    expect(duplicateTests(one('a.spec.ts', apart))).toEqual([]);
  });
});

describe('every type of event', () => {
  const types = Object.keys(EVENT_CLASSES);
  const taskTypes = types.filter((type) => type.startsWith('concordat.task.'));

  it('of a task means a step of the domain, and the other way round', () => {
    expect(taskTypes.length).toBeGreaterThanOrEqual(9);
    const party = { agency: 'police', unit: 'control-room' };
    for (const type of taskTypes) {
      const data = { asker: party, performer: party, reason: 'r', outcome: 'o', recalls: [], events: [] };
      const event = { type, source: '/police/control-room', subject: 's', taskversion: 1, time: 't', data };
      const step = fromWire(event as unknown as TaskLedgerEvent);
      expect(`concordat.task.${step.type}.v1`).toBe(type);
      expect(toWire(step, []).type).toBe(type);
    }
  });

  it('that is not of a task is taken in by somebody', () => {
    const readers = sources.filter(({ path }) => !path.startsWith('libs/contracts/'));
    // Dead letters are read by people, with the keeper's rights, and change nothing in any service. Nor do these acts of the
    // audit service: they are leaves for whoever reads the log.
    const acts = ['values-opened', 'hold-placed', 'hold-released', 'erasure-refused'];
    const forPeople = new Set([
      'concordat.deadletter.reported.v1',
      ...acts.map((act) => `concordat.audit.${act}.v1`),
    ]);
    const others = types.filter((type) => !taskTypes.includes(type) && !forPeople.has(type));
    expect(unreadTypes(others, readers)).toEqual([]);
    expect(unreadTypes(['a.b.v1'], one('a.ts', "say('a.b.v1')"))).toEqual(['a.b.v1']);
    expect(unreadTypes(['a.b.v1'], one('a.ts', "if (type === 'a.b.v1') take();"))).toEqual([]);
  });
});
