/** How the report looks on a screen of any width. Colours keep a contrast of 4.5:1 for text and 3:1 for marks (WCAG 2.2 AA). */
export const STYLE = `
:root { color-scheme: light; --ink: #17222c; --soft: #4a5966; --rule: #c6d0d8; --pale: #f2f5f7; --deep: #123f5c;
  --good: #17633a; --bad: #a1121f; --warn: #7a4300; --ask: #123f5c; --move: #5a2f8f; }
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif; color: var(--ink); background: #fff; -webkit-text-size-adjust: 100%; }
body { margin: 0; overflow-wrap: break-word; }
header, nav, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
h1 { font-size: clamp(1.6rem, 1.1rem + 2.4vw, 2.6rem); line-height: 1.15; margin: .2rem 0 .6rem; color: var(--deep); letter-spacing: -.01em; }
h2 { font-size: clamp(1.3rem, 1.1rem + 1vw, 1.75rem); line-height: 1.2; margin: 0 0 .6rem; color: var(--deep); }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
p { margin: .4rem 0; max-width: 68ch; }
a { color: var(--deep); text-underline-offset: .15em; }
code { font: .82em/1.4 ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; color: var(--soft); overflow-wrap: anywhere; }
.aside, small { color: var(--soft); }
.aside { font-size: .92em; }
small { font-size: .88em; }
.lead { font-size: 1.05rem; }
.kicker { display: none; }
.eyebrow { text-transform: uppercase; letter-spacing: .08em; font-size: .85rem; font-weight: 600; color: var(--soft); margin: 1.6rem 0 0; }
.exercise { max-width: none; margin: 1rem 0 0; padding: .55rem .9rem; border: 2px solid #7a4300; border-left-width: .8rem; background: #fff3df; color: #4d2a00; }
.exercise strong { text-transform: uppercase; letter-spacing: .08em; margin-right: .4rem; }
.question { font-size: 1.2rem; line-height: 1.4; border-left: .3rem solid var(--deep); padding-left: .9rem; margin: .8rem 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); gap: .7rem 1.5rem; margin: 1.2rem 0; }
.facts dt { font-size: .82rem; color: var(--soft); }
.facts .full { grid-column: 1 / -1; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
nav { border-block: 1px solid var(--rule); padding-block: .6rem; }
nav ol { display: flex; flex-wrap: wrap; gap: .3rem 1.3rem; list-style: none; margin: 0; padding: 0; }
nav a { display: inline-block; padding: .2rem 0; }
section { padding: 2.2rem 0 .6rem; border-bottom: 1px solid var(--rule); }
section:last-of-type { border: 0; }
footer { padding-block: 1rem 2rem; color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .6rem; list-style: none; margin: .8rem 0 1.4rem; padding: 0; }
.tiles li { background: var(--pale); border-top: 3px solid var(--deep); padding: .5rem .8rem .7rem; line-height: 1.3; }
.tiles b { display: block; font-size: 1.8rem; line-height: 1.2; color: var(--deep); font-variant-numeric: tabular-nums; }
.badge { display: inline-block; border: 1.5px solid currentColor; border-radius: .25rem; padding: 0 .4em; font-size: .85em; font-weight: 600; line-height: 1.45; }
.badge.good { color: var(--good); } .badge.bad { color: #fff; background: var(--bad); border-color: var(--bad); }
.badge.warn { color: var(--warn); } .badge.quiet { color: var(--soft); border-style: dashed; }
.count { display: inline-block; min-width: 1.6em; text-align: center; border-radius: 1em; background: var(--deep); color: #fff; font-size: .8em; padding: 0 .45em; }
.failures { border: 2px solid var(--bad); padding: .2rem 1rem .6rem; margin: 1rem 0; }
.failures h3 { margin-top: .5rem; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; margin: .8rem 0; padding: 0; font-size: .9rem; }
.legend li { display: flex; align-items: center; gap: .4rem; }
@media (min-width: 60rem) { .tiles { grid-template-columns: repeat(5, 1fr); } }
.key { flex: none; }
.scroll { position: relative; overflow-x: auto; margin: .6rem 0 1.2rem; }
.scroll:focus-visible, a:focus-visible, summary:focus-visible { outline: 3px solid #0b5fa5; outline-offset: 2px; }
summary { cursor: pointer; padding: .5rem 0; font-weight: 600; color: var(--deep); }
table { border-collapse: collapse; width: 100%; font-size: .94rem; line-height: 1.4; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; color: var(--soft); }
th, td { text-align: left; vertical-align: top; padding: .45rem .7rem .45rem 0; border-top: 1px solid var(--rule); }
thead th { border-top: 0; border-bottom: 2px solid var(--deep); vertical-align: bottom; font-size: .86rem; }
tbody th { font-weight: 600; } tbody th .aside { font-weight: 400; }
.tasks, .times, .checks, .exceptions, .scroll table { min-width: 44rem; }
.exceptions { min-width: 34rem; }
.exceptions { table-layout: fixed; } .exceptions th:first-child, .exceptions th:nth-child(2) { width: 4.6rem; } .exceptions th:nth-child(3) { width: 36%; }
.exceptions caption, .write caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.times tr:not(.first) td { border-top-style: dotted; }
.picture { margin: 1.2rem 0; }
figcaption { font-weight: 600; color: var(--soft); }
.picture svg { display: block; width: 100%; min-width: 43rem; max-width: 64rem; height: auto; font-family: inherit; }
.picture text { fill: var(--ink); font-size: 11.5px; }
.lane line { stroke: #90a0ac; stroke-width: 1; stroke-dasharray: 2 3; }
.lane text { text-anchor: middle; font-weight: 600; font-size: 11.5px; fill: var(--deep); }
line.minute { stroke: #dde4e9; stroke-width: 1; }
.picture text.minute { font-weight: 700; font-size: 11px; }
.holds { fill: #bcd3e2; stroke: var(--deep); stroke-width: 1; }
.arrow .line { fill: none; stroke: var(--ink); stroke-width: 1.3; }
.arrow .full { fill: var(--ink); } .arrow .cross { fill: none; stroke: var(--ink); stroke-width: 1.8; }
.arrow .open { fill: #fff; stroke: var(--ink); stroke-width: 1.8; }
.dot { fill: var(--ink); } .ring { fill: #fff; stroke: var(--ink); stroke-width: 1.5; }
.arrow .says, .arrow .beside { paint-order: stroke; stroke: #fff; stroke-width: 3.5px; stroke-linejoin: round; }
.arrow .beside { fill: var(--soft); font-size: 10.2px; }
.arrow .task { font-weight: 700; }
.arrow.ask .line { stroke: var(--ask); stroke-width: 2.6; } .arrow.ask .full, .arrow.ask .dot { fill: var(--ask); } .arrow.ask .says { font-weight: 600; }
.arrow.yes .line { stroke: var(--good); stroke-width: 1.8; } .arrow.yes .full, .arrow.yes .dot { fill: var(--good); }
.arrow.no .line { stroke: var(--bad); stroke-dasharray: 7 4; stroke-width: 1.8; } .arrow.no .cross { stroke: var(--bad); } .arrow.no .dot { fill: var(--bad); } .arrow.no .says { font-weight: 600; }
.arrow.silence .line { stroke: var(--warn); stroke-dasharray: 2 4; stroke-width: 2.2; } .arrow.silence .open { stroke: var(--warn); } .arrow.silence .says { font-weight: 600; }
.arrow.move .line { stroke: var(--move); stroke-width: 2.6; } .arrow.move .full, .arrow.move .dot { fill: var(--move); } .arrow.move .says { font-weight: 600; }
.clock rect { fill: #fff3df; stroke: var(--warn); stroke-width: 1.2; }
.picture .clock text { fill: #4d2a00; font-size: 10px; } .clock path { stroke: var(--warn); stroke-width: 2; }
.picture .mark text { font-weight: 700; font-size: 9px; }
.knowledge { min-width: 42rem; font-size: .9rem; }
.knowledge th, .knowledge td { padding-block: .28rem; }
.knowledge td { border-left: 1px solid #e4eaee; padding-left: .6rem; }
.knowledge .group th { background: var(--pale); font-size: .8rem; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); padding: .2rem .5rem; }
.step { display: inline-block; white-space: nowrap; font-variant-numeric: tabular-nums; margin-right: .5em; }
.step small { font-size: .82em; }
.sign { position: relative; font-weight: 700; display: inline-block; min-width: 1em; text-align: center; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sign.value { color: var(--good); } .sign.unconfirmed, .sign.taken-back { color: var(--warn); } .sign.held { color: var(--move); } .sign.waits { color: #0b5fa5; } .sign.not-let { color: var(--bad); }
.nothing { color: var(--soft); }
.gap { display: inline-block; font-weight: 700; font-size: .78em; line-height: 1.4; border: 2px solid var(--warn); color: var(--warn); padding: 0 .35em; border-radius: .2rem; }
.stories { columns: 26rem; column-gap: 2.2rem; }
.story { break-inside: avoid; padding-bottom: .7rem; }
.story h3 { margin: 0 0 .1rem; font-size: 1rem; color: var(--deep); }
.story ol { list-style: none; margin: 0; padding: 0; font-size: .92rem; line-height: 1.4; }
.story li { padding-left: 3.4rem; text-indent: -3.4rem; overflow-wrap: anywhere; }
.story b { display: inline-block; min-width: 2.2rem; text-indent: 0; font-variant-numeric: tabular-nums; } .story .sign { text-indent: 0; }
.gaps { min-width: 44rem; }
.gaps th, .gaps td { padding-block: .28rem; } .gaps td { border-left: 1px solid #e4eaee; padding-left: .6rem; }
.checks th:nth-child(2) { width: 32%; } .checks td:last-child { white-space: nowrap; }
.bar { display: block; } .bar .room { fill: #fff; stroke: #6b7a86; } .bar .used { fill: #3d7a9c; } .bar .over { fill: var(--bad); } .bar .limit { stroke: var(--ink); stroke-width: 2; }
.ask h3 { font-size: 1.3rem; color: var(--deep); }
.lines div { border-bottom: 1px solid #93a2ad; height: 2.2rem; }
.write td { height: 2.4rem; border: 1px solid #93a2ad; } .write th { border: 1px solid #93a2ad; padding-left: .5rem; }
.scroll .write { min-width: 34rem; }
.judge li { margin: .5rem 0; } .judge p { margin: 0; }
.boxes { display: flex; gap: 1.2rem; font-size: .9rem; } .boxes span::before { content: ""; display: inline-block; width: .85em; height: .85em; border: 1.5px solid var(--ink); margin-right: .35em; vertical-align: -.08em; }
@media (max-width: 40rem) { header, nav, main, footer { padding-inline: 1rem; } section { padding-top: 1.6rem; } .tiles { grid-template-columns: 1fr 1fr; } }
`;
