/**
 * How the report looks on A4. Every page says in its margin that it is an exercise (CSS Paged Media, margin boxes); browsers
 * that know none of these show the line above each heading. Nothing depends on a background, which many people do not print.
 */
export const PRINT = `
@page { size: A4; margin: 17mm 14mm 15mm;
  @top-left { content: "EXERCISE"; font: 700 9pt Arial, "Liberation Sans", sans-serif; color: #7a4300; letter-spacing: .08em; vertical-align: middle; }
  @top-right { content: "All people, places and numbers are invented"; font: 8.5pt Arial, "Liberation Sans", sans-serif; color: #4a5966; }
  @bottom-left { content: "Concordat, report of a rehearsal"; font: 8.5pt Arial, "Liberation Sans", sans-serif; color: #4a5966; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8.5pt Arial, "Liberation Sans", sans-serif; color: #4a5966; } }
@media print {
  html { font-size: 9.5pt; line-height: 1.4; }
  header, nav, main, footer { max-width: none; padding: 0; }
  nav, .screen-only, footer { display: none; }
  .kicker { display: block; font-size: 8pt; color: var(--soft); margin: 0; }
  h1 { font-size: 19pt; margin: 0 0 1mm; } h2 { font-size: 15pt; } .question { font-size: 11pt; margin: 1.5mm 0; } .lead { font-size: 9.5pt; }
  .exercise, .eyebrow { margin: 0 0 2.5mm; } .eyebrow { margin-bottom: .5mm; }
  .facts { grid-template-columns: repeat(4, auto); gap: 1.5mm 6mm; margin: 2mm 0; }
  p { max-width: none; }
  section { padding: 5mm 0 0; border: 0; }
  .breaks { break-before: page; padding-top: 0; }
  h2, h3, caption, .legend { break-after: avoid; }
  .scroll { overflow: visible; margin: 2mm 0 4mm; }
  .scroll table, .tasks, .times, .checks, .exceptions, .knowledge, .gaps, .words, .picture svg, .scroll .write { min-width: 0; }
  .picture { break-inside: avoid; margin: 3mm 0; }
  .picture svg { width: 100%; max-width: none; }
  tr, li, .ask, .tiles, .facts { break-inside: avoid; }
  thead { display: table-header-group; }
  table { font-size: 8.5pt; }
  .tasks, .knowledge, .gaps, .checks { font-size: 8pt; } .knowledge th, .knowledge td { padding-block: .5mm; }
  .stories { columns: 2; column-gap: 7mm; } .story ol { font-size: 8pt; } .story h3 { font-size: 9pt; }
  .knowledge .group { break-after: avoid; }
  .tiles { grid-template-columns: repeat(5, 1fr); }
  .tiles { gap: 1.5mm; margin: 2mm 0 3mm; font-size: 8.5pt; } .tiles li { padding: 1mm 2mm 1.5mm; border-width: 2px; } .tiles b { font-size: 14pt; }
  th, td { padding-block: 1mm; }
  #overview .kicker { display: none; }
  .exercise { padding: 1mm 3mm; }
  .lines div { height: 9mm; }
  .write td { height: 9mm; }
  .badge.bad { color: var(--bad); background: none; } .count { color: var(--ink); background: none; }
  .badge, .count, .tiles li, .holds, .clock rect, .bar rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
