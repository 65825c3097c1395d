import { checksSection } from './checks.js';
import { exceptionsSection } from './exceptions.js';
import { knowledgeSection } from './knowledge-table.js';
import { markup } from './markup.js';
import type { ReportMaterial } from './material.js';
import { headOfReport, overviewSection } from './overview.js';
import { pageOf } from './page.js';
import { timesSection } from './response-times.js';
import { sequenceSection } from './sequence.js';
import { workshopSection } from './workshop.js';

/**
 * The report of a rehearsal: one HTML page that holds all it shows, needs no script and asks for nothing. The same material
 * gives the same text.
 */
export function reportOf(material: ReportMaterial): string {
  const main = markup`${overviewSection(material)}${sequenceSection(material)}${knowledgeSection(material)}${timesSection(
    material,
  )}${exceptionsSection(material)}${workshopSection(material)}${checksSection(material)}`;
  return pageOf({ title: `Rehearsal: ${material.scenario.title}`, head: headOfReport(material), main });
}
