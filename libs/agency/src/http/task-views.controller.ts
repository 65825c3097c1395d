import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { unitText, type Task } from '#domain';
import type { KeptRow, NoticeRow, Sight, TaskRow } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { warnedBefore } from '../law.js';
import type { Warned } from '../wish.js';
import { FromSight } from './caller.js';
import { CheckedPipe, IdPipe } from './checked.pipe.js';
import { informantsOf } from './informants.js';
import { gapsOnTask } from './item-gaps.js';
import { TasksQuery } from './queries.dto.js';
import { knownItems, showEvent, type KnownItem, type ShownEvent } from './known-items.js';
import { Problem } from './problem.js';
import { shownConcept, shownWords, type Reader, type ShownCode, type ShownWords } from './shown-words.js';

/** An item with its label, and a value that is a shared concept in the words of both sides. */
interface ShownItem extends KnownItem {
  readonly label: string;
  readonly inWords?: ShownCode;
}

/** A task with what is known on it, in the words of both sides. */
interface TaskView extends TaskRow {
  readonly items: readonly ShownItem[];
  /** What the codes of the request, and of the event that ended the task, are called. */
  readonly words: Partial<Omit<ShownWords, 'items'>>;
  /** What this agency keeps, or kept, until acceptance or attendance; without values. */
  readonly kept: readonly KeptRow[];
  /** What a person must look at. */
  readonly notices: readonly NoticeRow[];
  /** What the task needs and nobody has told on it, in the order of its kind. */
  readonly gaps: readonly TaskGap[];
}

/** An item that a task needs and that is not known on it. */
interface TaskGap {
  readonly code: string;
  readonly label: string;
  /** Agencies that typically hold it, and that this one may ask for it. */
  readonly mayTell: readonly { readonly agency: string; readonly name: string }[];
}

/** An event with its codes in the words of both sides. */
interface EventView extends ShownEvent {
  readonly words: ShownWords;
  /** What its sender was warned of, as the directory in force has it; absent where there was nothing. */
  readonly warnings?: readonly Warned[];
}

/** What this agency knows of its tasks. */
@Controller('tasks')
export class TaskViewsController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** Tasks by status, case, unit and whether they are open, newest change first; 100 unless told. */
  @Get()
  async list(
    @Query(CheckedPipe) query: TasksQuery,
    @FromSight() sight: Sight,
  ): Promise<{ readonly tasks: readonly TaskRow[] }> {
    const { status, open, unit, limit } = query;
    const tasks = await this.agency.store.records.tasks({
      ...(status && { status }),
      ...(query.case && { caseId: query.case }),
      ...(open && { open: open === 'true' }),
      ...(unit && { unit: unitText({ agency: this.agency.profile.code, unit }) }),
      sight,
      limit: Number(limit ?? 100),
    });
    return { tasks };
  }

  /** One task: its state, our own step that is not recorded yet, and what each agency said last on each item. */
  @Get(':id')
  async one(@Param('id', IdPipe) id: string, @FromSight() sight: Sight): Promise<TaskView> {
    const row = await this.agency.store.records.task(id, sight);
    if (!row) throw unknown(id);
    const { kept, notices } = this.agency.store;
    const [events, waiting, open] = await Promise.all([
      this.eventsOf(id),
      kept.ofTask(id, sight),
      notices.ofTask(id, sight),
    ]);
    const known = knownItems(events);
    return {
      ...row,
      items: known.map((item) => this.shown(item)),
      words: wordsOf(events),
      kept: waiting,
      notices: open,
      gaps: row.task ? this.gapsOf(row.task, known) : [],
    };
  }

  /** The events of a task in their signed order. */
  @Get(':id/events')
  async events(@Param('id', IdPipe) id: string): Promise<{ readonly events: readonly EventView[] }> {
    const events = await this.eventsOf(id);
    if (events.length === 0 && !(await this.agency.store.records.task(id))) throw unknown(id);
    return { events };
  }

  private async eventsOf(id: string): Promise<EventView[]> {
    const events = (await this.agency.store.records.events(id)).map(showEvent);
    const reader = this.reader();
    return events.map((shown) => {
      const warnings = warnedBefore(shown.event.data.warnings ?? [], reader.directory.lawRules);
      const words = shownWords(shown.event, shown.content, reader);
      return { ...shown, words, ...(warnings.length > 0 && { warnings }) };
    });
  }

  private gapsOf(task: Task, known: readonly KnownItem[]): readonly TaskGap[] {
    const { directory, agency } = this.reader();
    const informants = informantsOf(agency, directory);
    return gapsOnTask(task, known, directory).map((code) => {
      const { label = code, heldBy = [] } = directory.item(code) ?? {};
      const mayTell = heldBy.filter((holder) => informants.has(holder));
      return {
        code,
        label,
        mayTell: mayTell.map((holder) => ({
          agency: holder,
          name: directory.agency(holder)?.name ?? holder,
        })),
      };
    });
  }

  private shown(item: KnownItem): ShownItem {
    const reader = this.reader();
    const inWords = shownConcept(item.value, reader);
    const label = reader.directory.item(item.code)?.label ?? item.code;
    return { ...item, label, ...(inWords && { inWords }) };
  }

  private reader(): Reader {
    return { directory: this.agency.directory(), agency: this.agency.profile.code };
  }
}

/** The request says what is asked of whom; the newest event with a reason or an outcome says how it ended. */
function wordsOf(events: readonly EventView[]): TaskView['words'] {
  const ended = events.findLast(({ words }) => words.reason ?? words.outcome)?.words;
  const { reason, outcome } = ended ?? {};
  const { items: _values, ...asked } = events[0]?.words ?? {};
  return { ...asked, ...(reason && { reason }), ...(outcome && { outcome }) };
}

const unknown = (task: string): Problem => new Problem('TASK_UNKNOWN', { because: { task } });
