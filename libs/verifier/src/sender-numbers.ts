/** A sender's number that never came, and the first leaf that came behind it. */
export interface Hole {
  readonly sender: string;
  readonly number: number;
  readonly index: number;
}

/** One sender's numbers as they come: in any order, each once, none left out but those that it names as skipped. */
class Numbers {
  /** All below this one have come, or were named as skipped. */
  private next = 1;
  /** Those that came ahead of their turn, with their leaves. */
  private readonly ahead = new Map<number, number>();
  private readonly skipped = new Set<number>();

  /** False when the number has come already. One that was named as skipped and comes after all is its sender's affair. */
  take(number: number, index: number): boolean {
    if (this.skipped.delete(number)) return true;
    return this.settle(number, index);
  }

  skip(number: number, index: number): void {
    if (!this.skipped.has(number) && this.settle(number, index)) this.skipped.add(number);
  }

  private settle(number: number, index: number): boolean {
    if (number < this.next || this.ahead.has(number)) return false;
    this.ahead.set(number, index);
    for (; this.ahead.delete(this.next);) this.next += 1;
    return true;
  }

  /** The first number that never came, though a later one did. */
  get hole(): Omit<Hole, 'sender'> | undefined {
    return this.ahead.size > 0 ? { number: this.next, index: Math.min(...this.ahead.values()) } : undefined;
  }
}

/** The numbers of every sender of a whole log. */
export class SenderNumbers {
  private readonly senders = new Map<string, Numbers>();

  /** Takes the number of the event at a leaf, and those that it names as never to come; false when its own has come already. */
  take(
    sender: string,
    {
      number,
      skipped,
      index,
    }: { readonly number: number; readonly skipped: readonly number[]; readonly index: number },
  ): boolean {
    const numbers = this.of(sender);
    skipped.forEach((never) => numbers.skip(never, index));
    return numbers.take(number, index);
  }

  /** The first hole of some sender; undefined when there is none. */
  hole(): Hole | undefined {
    for (const [sender, { hole }] of this.senders) if (hole) return { sender, ...hole };
    return undefined;
  }

  private of(sender: string): Numbers {
    const known = this.senders.get(sender) ?? new Numbers();
    this.senders.set(sender, known);
    return known;
  }
}
