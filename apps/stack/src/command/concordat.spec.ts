import { describe, expect, it } from '@jest/globals';
import { tryConcordat } from '../../test/command-trial.js';
import { COMMANDS } from './commands.js';

describe('concordat', () => {
  it.each(['--help', '-h', 'help'])('lists every command with one line each on %s', async (word) => {
    const { code, out, err } = await tryConcordat([word]);
    expect([code, err]).toEqual([0, '']);
    for (const { name, does } of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name} +${does}$`, 'm'));
  });

  it('says how it is called when nothing is named, and that this is no answer', async () => {
    const { code, out, err } = await tryConcordat([]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('concordat <command>');
  });

  it.each([
    ['explan', 'concordat explain'],
    ['directory chek', 'concordat directory check'],
    ['directory', 'concordat directory check'],
    ['directroy check ./draft', 'concordat directory check'],
  ])('names the command that is most like "%s"', async (words, meant) => {
    const { code, out, err } = await tryConcordat(words.split(' '));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`Did you mean "${meant}"?`);
  });

  it('guesses nothing where nothing is alike', async () => {
    const { code, err } = await tryConcordat(['zzz']);
    expect(code).toBe(2);
    expect(err).toContain('There is no command "zzz".');
    expect(err).not.toContain('Did you mean');
  });

  it.each(COMMANDS.map(({ name }) => name))('tells how %s is called, with examples', async (name) => {
    for (const args of [
      [...name.split(' '), '--help'],
      ['help', ...name.split(' ')],
    ]) {
      const { code, out } = await tryConcordat(args);
      expect(code).toBe(0);
      expect(out).toContain(`concordat ${name}`);
      expect(out).toContain('Examples');
      expect(out).toContain('Exit code');
    }
  });

  it.each(COMMANDS)('tells what each option of $name does', async ({ load }) => {
    const { help, options } = await load();
    for (const option of Object.keys(options)) expect(help).toMatch(new RegExp(`--${option}\\b`));
  });

  it('lists the commands of a group', async () => {
    const { code, out } = await tryConcordat(['directory', '--help']);
    expect([code, out.includes('directory check'), out.includes('explain')]).toEqual([0, true, false]);
  });

  it('points to the help of the command whose options are wrong', async () => {
    const { code, err } = await tryConcordat(['directory', 'check', '--jsn']);
    expect(code).toBe(2);
    expect(err.split('\n')).toEqual([
      'There is no option --jsn. Did you mean --json?',
      'How it is called: concordat directory check --help',
    ]);
  });
});
