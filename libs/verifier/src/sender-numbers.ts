/** One sender's numbers as they come: in any order, each once, none left out but those that it names as skipped. */
class Numbers {
  /** All below this one have come. */
  private next = 1;
  private readonly ahead = new Set<number>();

  /** False when the number has come already. */
  take(number: number): boolean {
    if (number < this.next || this.ahead.has(number)) return false;
    this.ahead.add(number);
    for (; this.ahead.delete(this.next);) this.next += 1;
    return true;
  }

  /** The first number that never came, though a later one did. */
  get hole(): number | undefined {
    return this.ahead.size > 0 ? this.next : undefined;
  }
}

/** The numbers of every sender of a whole log. */
export class SenderNumbers {
  private readonly senders = new Map<string, Numbers>();
  private readonly skipped = new Map<string, Set<number>>();

  /** Takes an event's number and those that it names as never to come; false when its own has come already. */
  take(sender: string, number: number, skipped: readonly number[]): boolean {
    const numbers = this.of(sender);
    const known = this.skipped.get(sender) ?? new Set();
    this.skipped.set(sender, known);
    for (const never of skipped) if (!known.has(never) && numbers.take(never)) known.add(never);
    return numbers.take(number);
  }

  /** The first hole of some sender; undefined when there is none. */
  hole(): { readonly sender: string; readonly number: number } | undefined {
    for (const [sender, { hole }] of this.senders) if (hole !== undefined) return { sender, number: hole };
    return undefined;
  }

  private of(sender: string): Numbers {
    const known = this.senders.get(sender) ?? new Numbers();
    this.senders.set(sender, known);
    return known;
  }
}
