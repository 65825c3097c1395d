import type { ShownTime } from '../times.js';
import type { Fact } from './said-facts.js';

/** A leaf, and the page that shows it with its proof. */
export interface ProofLink {
  readonly leaf: number;
  readonly href: string;
}

/** An item that was told in an entry of a timeline. */
export interface StoryItem {
  readonly name: string;
  readonly said: string;
  /** How it came to travel, and under which rule. */
  readonly ground: string;
  /** What became of it, for a tag each. */
  readonly became: readonly string[];
  readonly notes: readonly string[];
}

/** One entry of a timeline: something that was recorded at one leaf. */
export interface StoryEntry {
  readonly title: string;
  /** In which role. */
  readonly byline: string;
  readonly at: ShownTime;
  readonly facts: readonly Fact[];
  readonly items: readonly StoryItem[];
  readonly notes: readonly string[];
  readonly proof: ProofLink;
  /** The task's own story, where the entry stands in another one. */
  readonly story?: string;
}
