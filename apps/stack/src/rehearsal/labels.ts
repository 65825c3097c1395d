import type { DirectoryData } from '#directory';
import type { Party } from '#domain';

/** The words of the directory for people, by code; an unknown code stands for itself. */
export interface Labels {
  agency(code: string): string;
  unit(party: Party): string;
  kind(code: string): string;
  item(code: string): string;
  /** Why an item has no value. */
  absent(code: string): string;
  /** Why a task was declined. */
  decline(code: string): string;
}

/** The labels of a directory. */
export function labelsOf(data: DirectoryData): Labels {
  const agencies = new Map(data.agencies.map(({ code, name }) => [code, name]));
  const kinds = new Map(data.taskKinds.map(({ code, label }) => [code, label]));
  // What a label adds in brackets is for people who fill in a form.
  const items = new Map(data.items.map(({ code, label }) => [code, label.replace(/ \(.*$/, '')]));
  const absent = new Map(data.absentReasons.map(({ code, meaning }) => [code, meaning]));
  const declines = new Map(data.declineReasons.map(({ code, meaning }) => [code, meaning]));
  const agency = (code: string): string => agencies.get(code) ?? code;
  return {
    agency,
    unit: (party) => `${agency(party.agency)}, ${plain(party.unit)}`,
    kind: (code) => kinds.get(code) ?? code,
    item: (code) => items.get(code) ?? code,
    absent: (code) => lower(absent.get(code) ?? code),
    decline: (code) => lower(declines.get(code) ?? code),
  };
}

/** A code as words. */
export const plain = (code: string): string => code.replaceAll('-', ' ');

const lower = (sentence: string): string => `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
